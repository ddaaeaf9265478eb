// Proofs of notice as files: the JSON of the contract's message, with bytes in base64.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "tarazy/notifications/v1/receipt.pb.h"

namespace tarazy::cli {

// A usage error when `path` cannot be written.
absl::Status WriteProofFile(absl::string_view path, const notifications::v1::Proof& proof);

// A usage error when the file cannot be read, is larger than 64 MiB or is no proof.
absl::StatusOr<notifications::v1::Proof> ReadProofFile(absl::string_view path);

}  // namespace tarazy::cli
