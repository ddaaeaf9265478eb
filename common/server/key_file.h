// A private key in a file of its own: for what must outlive a database and be verified without it.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "common/base/ed25519.h"

namespace tarazy::server {

// The Ed25519 key in the file (PEM, PKCS #8); when there is no file, a new key is made and written
// with mode 0600. Processes that share the folder get the same key, whoever comes first.
// FAILED_PRECONDITION, with a sentence, when group or others may read or write the file, when it
// holds no such key, or when it can be neither read nor made.
absl::StatusOr<Ed25519Key> LoadOrMakeKey(const std::string& path);

}  // namespace tarazy::server
