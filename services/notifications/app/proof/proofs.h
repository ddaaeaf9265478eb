// Receipts are sealed into blocks, and proofs made of them.
#pragma once

#include <cstdint>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/base/ed25519.h"
#include "common/sql/database.h"
#include "tarazy/notifications/v1/receipt.pb.h"

namespace tarazy::notifications {

// Receipts in one block.
inline constexpr int kMostReceipts = 5000;
// Blocks in one proof: those of eleven years when there is one every hour, 8.5 MB.
inline constexpr int64_t kMostBlocks = 100'000;

// Seals the oldest receipts that no block holds, at most `most`, into the next one. How many.
absl::StatusOr<int> SealReceipts(sql::Tx& tx, const Ed25519Key& key, int most, absl::Time now);

// The same when there are `most`, or when the newest block is not younger than `every`: a proof
// holds every block since its first receipt, so there are few. How many; 0 also when it is not time
// yet.
absl::StatusOr<int> SealDue(sql::Tx& tx, const Ed25519Key& key, int most, absl::Duration every,
                            absl::Time now);

// Seals until the last receipt of this delivery lies in a block, whatever the time: somebody wants
// to prove it. How many; 0 when it does already. NOT_FOUND.
absl::StatusOr<int> SealThrough(sql::Tx& tx, absl::string_view delivery, const Ed25519Key& key,
                                int most, absl::Time now);

// The proof of one delivery. NOT_FOUND; FAILED_PRECONDITION NO_DATA when nothing has happened to it
// yet, or its last receipt is not sealed; RESOURCE_EXHAUSTED when it would hold more blocks than
// `most_blocks`.
absl::StatusOr<v1::Proof> MakeProof(sql::Tx& tx, absl::string_view delivery, const Ed25519Key& key,
                                    int64_t most_blocks = kMostBlocks);

}  // namespace tarazy::notifications
