// Ed25519 signatures (RFC 8032).
#pragma once

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

struct evp_pkey_st;

namespace tarazy {

// A private key. Its bytes are never logged; ToPem is the only way out.
class Ed25519Key {
 public:
  // From the system's random generator.
  static Ed25519Key Generate();
  // INVALID_ARGUMENT unless it is 32 bytes.
  static absl::StatusOr<Ed25519Key> FromSeed(absl::string_view seed);
  // PKCS #8 ("-----BEGIN PRIVATE KEY-----"), as `openssl genpkey -algorithm ed25519` writes it.
  // INVALID_ARGUMENT for anything else, such as a key with a passphrase or of another kind.
  static absl::StatusOr<Ed25519Key> FromPem(absl::string_view pem);

  std::string ToPem() const;
  // 32 bytes.
  std::string PublicKey() const;
  // 64 bytes.
  std::string Sign(absl::string_view message) const;

 private:
  struct Free {
    void operator()(evp_pkey_st* key) const;
  };
  using Handle = std::unique_ptr<evp_pkey_st, Free>;
  explicit Ed25519Key(Handle key) : key_(std::move(key)) {}

  Handle key_;
};

// True when the holder of the 32-byte public key signed the message; false also for keys and
// signatures that are none.
bool Ed25519Verify(absl::string_view public_key, absl::string_view message,
                   absl::string_view signature);

}  // namespace tarazy
