// Receipts and the blocks that seal them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/sql/database.h"
#include "tarazy/notifications/v1/receipt.pb.h"

namespace tarazy::notifications {

struct StoredReceipt {
  std::string delivery;
  int number = 0;
  std::string body;  // as it is hashed
  std::optional<int64_t> block;
  int64_t leaf = 0;
};
absl::Status InsertReceipts(sql::Tx& tx, const std::vector<StoredReceipt>& receipts);
absl::StatusOr<std::vector<StoredReceipt>> ReceiptsOf(sql::Tx& tx, absl::string_view delivery);

// The bodies of those in no block, in the order in which SealOldest takes them.
absl::StatusOr<std::vector<std::string>> Unsealed(sql::Tx& tx, int limit);
// Whether there are so many, from 1, in no block.
absl::StatusOr<bool> AreUnsealed(sql::Tx& tx, int count);
absl::StatusOr<std::optional<v1::ReceiptBlock>> NewestBlock(sql::Tx& tx);
// Stores the block and puts its number of unsealed receipts, the oldest, into it. ALREADY_EXISTS
// when another process has sealed a block of this number.
absl::Status SealOldest(sql::Tx& tx, const v1::ReceiptBlock& block);
// From this number on.
absl::StatusOr<std::vector<v1::ReceiptBlock>> BlocksFrom(sql::Tx& tx, int64_t number);
// The bodies of a block, by leaf.
absl::StatusOr<std::vector<std::string>> ReceiptsIn(sql::Tx& tx, int64_t block);

}  // namespace tarazy::notifications
