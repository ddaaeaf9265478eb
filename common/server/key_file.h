// Keys in files of their own: for what must outlive a database, or be kept from those who see it.
// Processes that share the folder get the same, whoever comes first. All refuse with
// FAILED_PRECONDITION, and a sentence, a file that group or others may read or write, that holds
// something else, or that can be neither read nor made.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "common/base/ed25519.h"
#include "common/base/seal.h"

namespace tarazy::server {

// The Ed25519 key in the file (PEM, PKCS #8); when there is no file, a new key is made and written
// with mode 0600.
absl::StatusOr<Ed25519Key> LoadOrMakeKey(const std::string& path);

// The secret in the file (32 bytes in base64); when there is no file, a new one is made in the same
// way.
absl::StatusOr<Secret> LoadOrMakeSecret(const std::string& path);

}  // namespace tarazy::server
