// Receipts are sealed into blocks, and proofs made of them.
#pragma once

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/base/ed25519.h"
#include "common/sql/database.h"
#include "tarazy/notifications/v1/receipt.pb.h"

namespace tarazy::notifications {

// Seals the oldest receipts that no block holds, at most `most`, into the next one. How many.
absl::StatusOr<int> SealReceipts(sql::Tx& tx, const Ed25519Key& key, int most, absl::Time now);

// The proof of one delivery. NOT_FOUND; FAILED_PRECONDITION NO_DATA when nothing has happened to it
// yet, or its last receipt is not sealed.
absl::StatusOr<v1::Proof> MakeProof(sql::Tx& tx, absl::string_view delivery, const Ed25519Key& key);

}  // namespace tarazy::notifications
