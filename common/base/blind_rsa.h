// Blind signatures, RSABSSA-SHA384-PSS-Randomized of RFC 9474: the signer signs what it does not
// see, and cannot recognise it later.
//
//   holder:  prepared = PrepareBlind(message); blinding = key.Blind(prepared)
//   signer:  blind_signature = private_key.SignBlinded(blinding.blinded_message)
//   holder:  signature = key.Finalize(prepared, blind_signature, blinding.inverse)
//   anybody: key.Verify(prepared, signature)   (RSA-PSS with SHA-384 and a salt of 48 bytes)
//
// Everything that comes from outside is refused with INVALID_ARGUMENT when it has another size or
// range. All methods may be called from many threads at once.
#pragma once

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

struct evp_pkey_st;
struct bignum_st;

namespace tarazy {

// 32 random bytes before the message, so that a message of little entropy cannot be guessed from
// its blinded form.
std::string PrepareBlind(absl::string_view message);

// What the holder sends, and the secret by which he gets the signature out of the answer. Both are
// as long as the key.
struct Blinding {
  std::string blinded_message;
  std::string inverse;
};

class BlindRsaPublicKey {
 public:
  // SubjectPublicKeyInfo, DER. INVALID_ARGUMENT unless it is an RSA key of 2048 to 4096 bits, in
  // whole bytes, with the exponent 65537 and nothing behind it.
  static absl::StatusOr<BlindRsaPublicKey> FromSpki(absl::string_view der);

  std::string ToSpki() const;
  // Of the modulus, and so of blinded messages and signatures.
  size_t Bytes() const { return bytes_; }

  // Blinds a prepared message; two blindings of one message have nothing in common.
  // INVALID_ARGUMENT for a key that is none (its modulus is no product of two primes).
  absl::StatusOr<Blinding> Blind(absl::string_view prepared) const;

  // Blind with chosen randomness, for published test vectors alone: a salt of 48 bytes, and the
  // inverse of the blinding factor.
  absl::StatusOr<Blinding> BlindWith(absl::string_view prepared, absl::string_view salt,
                                     absl::string_view inverse) const;

  // The signature of the prepared message. INVALID_ARGUMENT VOUCHER_INVALID when the signer signed
  // something else.
  absl::StatusOr<std::string> Finalize(absl::string_view prepared,
                                       absl::string_view blind_signature,
                                       absl::string_view inverse) const;

  // False also for what is no signature at all.
  bool Verify(absl::string_view prepared, absl::string_view signature) const;

 private:
  friend class BlindRsaKey;
  struct FreeKey {
    void operator()(evp_pkey_st* key) const;
  };
  struct FreeNumber {
    void operator()(bignum_st* number) const;
  };
  using Handle = std::unique_ptr<evp_pkey_st, FreeKey>;
  using Number = std::unique_ptr<bignum_st, FreeNumber>;

  BlindRsaPublicKey(Handle key, Number modulus);
  static absl::StatusOr<BlindRsaPublicKey> FromHandle(Handle key);

  Handle key_;
  Number modulus_;
  size_t bytes_;
};

// A private key. Its bytes are never logged; ToPkcs8 is the only way out.
class BlindRsaKey {
 public:
  // 2048 bits, from the system's random generator; takes some 200 ms.
  static BlindRsaKey Generate();
  // PrivateKeyInfo (PKCS #8), DER, without a passphrase. INVALID_ARGUMENT as for public keys.
  static absl::StatusOr<BlindRsaKey> FromPkcs8(absl::string_view der);

  std::string ToPkcs8() const;
  const BlindRsaPublicKey& Public() const { return public_; }

  // Signs, always to the same bytes. INVALID_ARGUMENT unless the message is as long as the key and,
  // as a number, at least 2 and at most the modulus - 2: the others are their own signatures.
  // INTERNAL when the result does not verify: a wrong signature can give the key away.
  absl::StatusOr<std::string> SignBlinded(absl::string_view blinded_message) const;

 private:
  BlindRsaKey(BlindRsaPublicKey::Handle key, BlindRsaPublicKey pub)
      : key_(std::move(key)), public_(std::move(pub)) {}

  BlindRsaPublicKey::Handle key_;
  BlindRsaPublicKey public_;
};

}  // namespace tarazy
