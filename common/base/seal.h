// An installation's secret, the keys that are derived from it by purpose, and what is encrypted
// under them.
#pragma once

#include <initializer_list>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace tarazy {

// 32 random bytes; never logged, ToBase64 is the only way out.
class Secret {
 public:
  // From the system's random generator.
  static Secret Generate();
  // 32 bytes in base64 (RFC 4648, section 4), with or without a line's end. INVALID_ARGUMENT for
  // anything else.
  static absl::StatusOr<Secret> FromBase64(absl::string_view text);

  std::string ToBase64() const;

  // 32 bytes (HKDF with SHA-256, RFC 5869): keys of different purposes tell nothing of each other.
  std::string Derive(absl::string_view purpose) const;

 private:
  explicit Secret(std::string bytes) : bytes_(std::move(bytes)) {}

  std::string bytes_;
};

// Encrypts and authenticates: AES-256-GCM with a random nonce. May be used from many threads.
class Sealer {
 public:
  // What sealing adds to the length, in bytes.
  static constexpr size_t kOverhead = 28;

  Sealer(const Secret& secret, absl::string_view purpose) : key_(secret.Derive(purpose)) {}

  // Nonce, ciphertext, tag; other bytes each time. `associated` is not in it, but Open needs the
  // same: it says what the sealed bytes belong to, such as a row's key.
  std::string Seal(absl::string_view plain, absl::string_view associated) const;

  // What was sealed. DATA_LOSS when the bytes, the associated data or the secret are others.
  absl::StatusOr<std::string> Open(absl::string_view sealed, absl::string_view associated) const;

 private:
  const std::string key_;
};

// The 32 bytes of HMAC-SHA-256 over the parts and their lengths: ("ab", "c") gives other bytes than
// ("a", "bc").
std::string HmacOfParts(absl::string_view key, std::initializer_list<absl::string_view> parts);

}  // namespace tarazy
