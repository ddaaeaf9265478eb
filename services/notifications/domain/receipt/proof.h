// Verification of a proof of notice, without any server.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "tarazy/notifications/v1/receipt.pb.h"

namespace tarazy::notifications {

// What a proof shows.
struct ProofSummary {
  // All receipts, by number: what happened and when.
  std::vector<v1::Receipt> receipts;
  // The newest block: its number, and its hash, to compare with one that was kept elsewhere.
  int64_t newest_block = 0;
  std::string newest_hash;
  // Whether the key was compared with an expected one, or taken from the proof itself, which then
  // shows no more than that somebody signed it.
  bool key_was_expected = false;
};

// DATA_LOSS kProofBroken with a sentence that says what does not hold and where.
absl::StatusOr<ProofSummary> VerifyProof(
    const v1::Proof& proof, const std::optional<std::string>& expected_public_key = std::nullopt);

}  // namespace tarazy::notifications
