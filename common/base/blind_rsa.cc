#include "common/base/blind_rsa.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/rand.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#include <cstdlib>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"

namespace tarazy {
namespace {

constexpr size_t kPrefixBytes = 32;
constexpr size_t kHashBytes = 48;
constexpr size_t kSaltBytes = 48;
constexpr int kBits = 2048;
constexpr int kMostBits = 4096;

// With arguments that were checked, OpenSSL fails only when memory or the library itself is broken.
void Must(bool ok) {
  if (!ok) std::abort();
}

const unsigned char* Raw(absl::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}
unsigned char* Raw(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

struct FreeNumber {
  void operator()(BIGNUM* number) const { BN_clear_free(number); }
};
struct FreeNumbers {
  void operator()(BN_CTX* context) const { BN_CTX_free(context); }
};
struct FreeKeyContext {
  void operator()(EVP_PKEY_CTX* context) const { EVP_PKEY_CTX_free(context); }
};
struct FreeDigest {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};
struct FreeKeyInfo {
  void operator()(PKCS8_PRIV_KEY_INFO* info) const { PKCS8_PRIV_KEY_INFO_free(info); }
};
using Number = std::unique_ptr<BIGNUM, FreeNumber>;
using Numbers = std::unique_ptr<BN_CTX, FreeNumbers>;
using KeyContext = std::unique_ptr<EVP_PKEY_CTX, FreeKeyContext>;
using DigestContext = std::unique_ptr<EVP_MD_CTX, FreeDigest>;
using KeyInfo = std::unique_ptr<PKCS8_PRIV_KEY_INFO, FreeKeyInfo>;

// Fetched once: EVP_sha384() is looked up again by every use.
const EVP_MD* Algorithm() {
  static const EVP_MD* const algorithm = EVP_MD_fetch(nullptr, "SHA384", nullptr);
  Must(algorithm != nullptr);
  return algorithm;
}

std::string Sha384(absl::string_view a, absl::string_view b = "", absl::string_view c = "") {
  const DigestContext context(EVP_MD_CTX_new());
  std::string digest(kHashBytes, '\0');
  Must(context != nullptr && EVP_DigestInit_ex(context.get(), Algorithm(), nullptr) == 1 &&
       EVP_DigestUpdate(context.get(), a.data(), a.size()) == 1 &&
       EVP_DigestUpdate(context.get(), b.data(), b.size()) == 1 &&
       EVP_DigestUpdate(context.get(), c.data(), c.size()) == 1 &&
       EVP_DigestFinal_ex(context.get(), Raw(digest), nullptr) == 1);
  return digest;
}

std::string RandomBytes(size_t size) {
  std::string bytes(size, '\0');
  Must(RAND_bytes(Raw(bytes), static_cast<int>(size)) == 1);
  return bytes;
}

Number NumberOf(absl::string_view bytes) {
  Number number(BN_bin2bn(Raw(bytes), static_cast<int>(bytes.size()), nullptr));
  Must(number != nullptr);
  return number;
}

std::string BytesOf(const BIGNUM* number, size_t size) {
  std::string bytes(size, '\0');
  Must(BN_bn2binpad(number, Raw(bytes), static_cast<int>(size)) == static_cast<int>(size));
  return bytes;
}

// MGF1 (RFC 8017, B.2.1) with SHA-384.
std::string Mask(absl::string_view seed, size_t size) {
  std::string mask;
  for (uint32_t i = 0; mask.size() < size; ++i) {
    const char counter[4] = {static_cast<char>(i >> 24), static_cast<char>(i >> 16),
                             static_cast<char>(i >> 8), static_cast<char>(i)};
    mask += Sha384(seed, absl::string_view(counter, sizeof counter));
  }
  mask.resize(size);
  return mask;
}

// EMSA-PSS-ENCODE (RFC 8017, 9.1.1) for a modulus of `size` whole bytes; OpenSSL's own chooses the
// salt itself and adds the encoding only to what it then signs.
std::string Encode(absl::string_view message, absl::string_view salt, size_t size) {
  const std::string hash = Sha384(std::string(8, '\0'), Sha384(message), salt);
  std::string block(size - kHashBytes - 1, '\0');
  block[block.size() - salt.size() - 1] = '\x01';
  block.replace(block.size() - salt.size(), salt.size(), salt.data(), salt.size());
  const std::string mask = Mask(hash, block.size());
  for (size_t i = 0; i < block.size(); ++i) block[i] = static_cast<char>(block[i] ^ mask[i]);
  block[0] = static_cast<char>(block[0] & 0x7f);
  return absl::StrCat(block, hash, "\xbc");
}

absl::Status CheckSize(absl::string_view field, absl::string_view bytes, size_t size) {
  if (bytes.size() == size) return absl::OkStatus();
  return InvalidField(field, absl::StrCat("must be ", size, " bytes"));
}

absl::Status NoKey() {
  return InvalidField("key", "is no RSA key of 2048 to 4096 bits with the exponent 65537, in DER");
}

}  // namespace

void BlindRsaPublicKey::FreeKey::operator()(evp_pkey_st* key) const { EVP_PKEY_free(key); }
void BlindRsaPublicKey::FreeNumber::operator()(bignum_st* number) const { BN_free(number); }

BlindRsaPublicKey::BlindRsaPublicKey(Handle key, Number modulus)
    : key_(std::move(key)),
      modulus_(std::move(modulus)),
      bytes_(static_cast<size_t>(BN_num_bytes(modulus_.get()))) {}

std::string PrepareBlind(absl::string_view message) {
  return absl::StrCat(RandomBytes(kPrefixBytes), message);
}

absl::StatusOr<BlindRsaPublicKey> BlindRsaPublicKey::FromHandle(Handle key) {
  ERR_clear_error();
  if (key == nullptr || EVP_PKEY_get_id(key.get()) != EVP_PKEY_RSA) return NoKey();
  BIGNUM* n = nullptr;
  BIGNUM* e = nullptr;
  const bool has_both = EVP_PKEY_get_bn_param(key.get(), OSSL_PKEY_PARAM_RSA_N, &n) == 1 &&
                        EVP_PKEY_get_bn_param(key.get(), OSSL_PKEY_PARAM_RSA_E, &e) == 1;
  Number modulus(n);
  const Number exponent(e);
  ERR_clear_error();
  if (!has_both || !BN_is_word(exponent.get(), RSA_F4) || !BN_is_odd(modulus.get())) return NoKey();
  const int bits = BN_num_bits(modulus.get());
  if (bits < kBits || bits > kMostBits || bits % 8 != 0) return NoKey();
  return BlindRsaPublicKey(std::move(key), std::move(modulus));
}

absl::StatusOr<BlindRsaPublicKey> BlindRsaPublicKey::FromSpki(absl::string_view der) {
  const unsigned char* at = Raw(der);
  Handle key(d2i_PUBKEY(nullptr, &at, static_cast<long>(der.size())));
  if (at != Raw(der) + der.size()) key.reset();
  return FromHandle(std::move(key));
}

std::string BlindRsaPublicKey::ToSpki() const {
  unsigned char* der = nullptr;
  const int size = i2d_PUBKEY(key_.get(), &der);
  Must(size > 0);
  std::string bytes(reinterpret_cast<const char*>(der), static_cast<size_t>(size));
  OPENSSL_free(der);
  return bytes;
}

absl::StatusOr<Blinding> BlindRsaPublicKey::Blind(absl::string_view prepared) const {
  const tarazy::Number inverse(BN_secure_new());
  Must(inverse != nullptr);
  do {
    Must(BN_priv_rand_range(inverse.get(), modulus_.get()) == 1);
  } while (BN_is_zero(inverse.get()) || BN_is_one(inverse.get()));
  return BlindWith(prepared, RandomBytes(kSaltBytes), BytesOf(inverse.get(), bytes_));
}

absl::StatusOr<Blinding> BlindRsaPublicKey::BlindWith(absl::string_view prepared,
                                                      absl::string_view salt,
                                                      absl::string_view inverse) const {
  RETURN_IF_ERROR(CheckSize("salt", salt, kSaltBytes));
  RETURN_IF_ERROR(CheckSize("inverse", inverse, bytes_));
  const Numbers numbers(BN_CTX_secure_new());
  const tarazy::Number message = NumberOf(Encode(prepared, salt, bytes_));
  const tarazy::Number divisor(BN_new());
  const tarazy::Number factor = NumberOf(inverse);
  const tarazy::Number exponent(BN_new());
  Must(numbers != nullptr && divisor != nullptr && exponent != nullptr &&
       BN_set_word(exponent.get(), RSA_F4) == 1);
  // RFC 9474, 4.2: a message that shares a factor with the modulus has found a factor of the key.
  Must(BN_gcd(divisor.get(), message.get(), modulus_.get(), numbers.get()) == 1);
  BN_set_flags(factor.get(), BN_FLG_CONSTTIME);
  const bool blinded =
      BN_is_one(divisor.get()) && BN_cmp(factor.get(), modulus_.get()) < 0 &&
      BN_mod_inverse(factor.get(), factor.get(), modulus_.get(), numbers.get()) != nullptr &&
      BN_mod_exp_mont(factor.get(), factor.get(), exponent.get(), modulus_.get(), numbers.get(),
                      nullptr) == 1 &&
      BN_mod_mul(message.get(), message.get(), factor.get(), modulus_.get(), numbers.get()) == 1;
  ERR_clear_error();
  if (!blinded) return InvalidField("key", "is no RSA key: nothing can be blinded with it");
  return Blinding{BytesOf(message.get(), bytes_), std::string(inverse)};
}

absl::StatusOr<std::string> BlindRsaPublicKey::Finalize(absl::string_view prepared,
                                                        absl::string_view blind_signature,
                                                        absl::string_view inverse) const {
  RETURN_IF_ERROR(CheckSize("blind_signature", blind_signature, bytes_));
  RETURN_IF_ERROR(CheckSize("inverse", inverse, bytes_));
  const Numbers numbers(BN_CTX_secure_new());
  const tarazy::Number signature = NumberOf(blind_signature);
  const tarazy::Number factor = NumberOf(inverse);
  const absl::Status forged =
      InvalidArgument(Reason::kVoucherInvalid, "the answer is no signature of what was blinded");
  // Another key's answer may be larger than this one's modulus.
  if (BN_cmp(signature.get(), modulus_.get()) >= 0) return forged;
  Must(numbers != nullptr && BN_mod_mul(signature.get(), signature.get(), factor.get(),
                                        modulus_.get(), numbers.get()) == 1);
  std::string finished = BytesOf(signature.get(), bytes_);
  if (!Verify(prepared, finished)) return forged;
  return finished;
}

bool BlindRsaPublicKey::Verify(absl::string_view prepared, absl::string_view signature) const {
  if (signature.size() != bytes_) return false;
  const DigestContext context(EVP_MD_CTX_new());
  EVP_PKEY_CTX* options = nullptr;  // the digest context's
  Must(context != nullptr &&
       EVP_DigestVerifyInit(context.get(), &options, Algorithm(), nullptr, key_.get()) == 1 &&
       EVP_PKEY_CTX_set_rsa_padding(options, RSA_PKCS1_PSS_PADDING) == 1 &&
       EVP_PKEY_CTX_set_rsa_mgf1_md(options, Algorithm()) == 1 &&
       EVP_PKEY_CTX_set_rsa_pss_saltlen(options, kSaltBytes) == 1);
  const bool good = EVP_DigestVerify(context.get(), Raw(signature), signature.size(), Raw(prepared),
                                     prepared.size()) == 1;
  ERR_clear_error();
  return good;
}

BlindRsaKey BlindRsaKey::Generate() {
  BlindRsaPublicKey::Handle key(
      EVP_PKEY_Q_keygen(nullptr, nullptr, "RSA", static_cast<size_t>(kBits)));
  Must(key != nullptr && EVP_PKEY_up_ref(key.get()) == 1);
  absl::StatusOr<BlindRsaPublicKey> pub =
      BlindRsaPublicKey::FromHandle(BlindRsaPublicKey::Handle(key.get()));
  Must(pub.ok());
  return BlindRsaKey(std::move(key), *std::move(pub));
}

absl::StatusOr<BlindRsaKey> BlindRsaKey::FromPkcs8(absl::string_view der) {
  const unsigned char* at = Raw(der);
  const KeyInfo info(d2i_PKCS8_PRIV_KEY_INFO(nullptr, &at, static_cast<long>(der.size())));
  ERR_clear_error();
  if (info == nullptr || at != Raw(der) + der.size()) return NoKey();
  BlindRsaPublicKey::Handle key(EVP_PKCS82PKEY(info.get()));
  ERR_clear_error();
  if (key == nullptr) return NoKey();
  Must(EVP_PKEY_up_ref(key.get()) == 1);
  ASSIGN_OR_RETURN(BlindRsaPublicKey pub,
                   BlindRsaPublicKey::FromHandle(BlindRsaPublicKey::Handle(key.get())));
  return BlindRsaKey(std::move(key), std::move(pub));
}

std::string BlindRsaKey::ToPkcs8() const {
  const KeyInfo info(EVP_PKEY2PKCS8(key_.get()));
  Must(info != nullptr);
  unsigned char* der = nullptr;
  const int size = i2d_PKCS8_PRIV_KEY_INFO(info.get(), &der);
  Must(size > 0);
  std::string bytes(reinterpret_cast<const char*>(der), static_cast<size_t>(size));
  OPENSSL_clear_free(der, static_cast<size_t>(size));
  return bytes;
}

absl::StatusOr<std::string> BlindRsaKey::SignBlinded(absl::string_view blinded_message) const {
  const size_t bytes = public_.bytes_;
  const BIGNUM* modulus = public_.modulus_.get();
  RETURN_IF_ERROR(CheckSize("blinded_message", blinded_message, bytes));
  const Numbers numbers(BN_CTX_new());
  const Number message = NumberOf(blinded_message);
  const Number last(BN_dup(modulus));
  const Number exponent(BN_new());
  Must(numbers != nullptr && last != nullptr && exponent != nullptr &&
       BN_sub_word(last.get(), 1) == 1 && BN_set_word(exponent.get(), RSA_F4) == 1);
  if (BN_is_zero(message.get()) || BN_is_one(message.get()) ||
      BN_cmp(message.get(), last.get()) >= 0) {
    return InvalidField("blinded_message", "must be a number between 2 and the key's modulus - 2");
  }
  // The bare private operation: OpenSSL's own, in constant time over the two primes, blinded
  // against timing, and checked before it leaves.
  const KeyContext context(EVP_PKEY_CTX_new(key_.get(), nullptr));
  std::string signature(bytes, '\0');
  size_t size = signature.size();
  const bool made =
      context != nullptr && EVP_PKEY_sign_init(context.get()) == 1 &&
      EVP_PKEY_CTX_set_rsa_padding(context.get(), RSA_NO_PADDING) == 1 &&
      EVP_PKEY_sign(context.get(), Raw(signature), &size, Raw(blinded_message), bytes) == 1 &&
      size == bytes;
  ERR_clear_error();
  // RFC 9474, 4.3, step 4; and a defence against faults of the machine that does not rest on the
  // library.
  const Number check = NumberOf(signature);
  const bool right = made && BN_cmp(check.get(), modulus) < 0 &&
                     BN_mod_exp_mont(check.get(), check.get(), exponent.get(), modulus,
                                     numbers.get(), nullptr) == 1 &&
                     BN_cmp(check.get(), message.get()) == 0;
  ERR_clear_error();
  if (!right) return Internal("a blind signature came out wrong and was withheld");
  return signature;
}

}  // namespace tarazy
