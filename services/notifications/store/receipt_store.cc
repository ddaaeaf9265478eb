#include "services/notifications/store/receipt_store.h"

#include <utility>

#include "common/base/error.h"
#include "common/base/status_macros.h"

namespace tarazy::notifications {
namespace {

using sql::ColumnType;
using sql::V;

absl::StatusOr<std::vector<v1::ReceiptBlock>> ReadBlocks(sql::Tx& tx, absl::string_view statement,
                                                         absl::Span<const sql::Value> params) {
  std::vector<v1::ReceiptBlock> blocks;
  RETURN_IF_ERROR(tx.Query(statement, params, [&](const sql::Row& row) {
    return blocks.emplace_back().ParseFromString(row.Bytes(0))
               ? absl::OkStatus()
               : Internal("a stored block cannot be read");
  }));
  return blocks;
}

absl::StatusOr<std::vector<std::string>> ReadBodies(sql::Tx& tx, absl::string_view statement,
                                                    absl::Span<const sql::Value> params) {
  std::vector<std::string> bodies;
  RETURN_IF_ERROR(tx.Query(statement, params, [&](const sql::Row& row) {
    bodies.push_back(row.Bytes(0));
    return absl::OkStatus();
  }));
  return bodies;
}

}  // namespace

absl::Status InsertReceipts(sql::Tx& tx, const std::vector<StoredReceipt>& receipts) {
  std::vector<std::vector<sql::Value>> rows;
  rows.reserve(receipts.size());
  for (const StoredReceipt& receipt : receipts) {
    rows.push_back({V(receipt.delivery), V(receipt.number), V(sql::Blob{receipt.body})});
  }
  return tx.InsertMany({.table = "receipt",
                        .columns = {{"delivery", ColumnType::kText},
                                    {"number", ColumnType::kInt},
                                    {"body", ColumnType::kBlob}}},
                       rows);
}

absl::StatusOr<std::vector<StoredReceipt>> ReceiptsOf(sql::Tx& tx, absl::string_view delivery) {
  std::vector<StoredReceipt> receipts;
  RETURN_IF_ERROR(
      tx.Query("SELECT number, body, block, leaf FROM receipt WHERE delivery = ?1 ORDER BY number",
               {V(delivery)}, [&](const sql::Row& row) {
                 receipts.push_back({.delivery = std::string(delivery),
                                     .number = static_cast<int>(row.Int(0)),
                                     .body = row.Bytes(1),
                                     .block = row.OptionalInt(2),
                                     .leaf = row.OptionalInt(3).value_or(0)});
                 return absl::OkStatus();
               }));
  return receipts;
}

absl::StatusOr<std::vector<std::string>> Unsealed(sql::Tx& tx, int limit) {
  return ReadBodies(tx, "SELECT body FROM receipt WHERE block IS NULL ORDER BY id LIMIT ?1",
                    {V(limit)});
}

absl::StatusOr<bool> AreUnsealed(sql::Tx& tx, int count) {
  return tx.QueryOne("SELECT id FROM receipt WHERE block IS NULL ORDER BY id LIMIT 1 OFFSET ?1",
                     {V(count - 1)}, [](const sql::Row&) {});
}

absl::StatusOr<std::optional<v1::ReceiptBlock>> NewestBlock(sql::Tx& tx) {
  ASSIGN_OR_RETURN(
      std::vector<v1::ReceiptBlock> found,
      ReadBlocks(tx, "SELECT body FROM receipt_block ORDER BY number DESC LIMIT 1", {}));
  if (found.empty()) return std::optional<v1::ReceiptBlock>();
  return std::optional<v1::ReceiptBlock>(std::move(found.front()));
}

absl::Status SealOldest(sql::Tx& tx, const v1::ReceiptBlock& block) {
  RETURN_IF_ERROR(tx.Exec("INSERT INTO receipt_block (number, body) VALUES (?1, ?2)",
                          {V(block.number()), V(sql::Blob{block.SerializeAsString()})})
                      .status());
  ASSIGN_OR_RETURN(
      const int64_t sealed,
      tx.Exec("UPDATE receipt SET block = ?1, leaf = oldest.leaf FROM (SELECT id, "
              "ROW_NUMBER() OVER (ORDER BY id) - 1 AS leaf FROM receipt WHERE block IS NULL "
              "ORDER BY id LIMIT ?2) AS oldest WHERE receipt.id = oldest.id",
              {V(block.number()), V(block.receipts())}));
  if (sealed == block.receipts()) return absl::OkStatus();
  return Internal("a block holds other receipts than it was made over");
}

absl::StatusOr<std::vector<v1::ReceiptBlock>> BlocksFrom(sql::Tx& tx, int64_t number) {
  return ReadBlocks(tx, "SELECT body FROM receipt_block WHERE number >= ?1 ORDER BY number",
                    {V(number)});
}

absl::StatusOr<std::vector<std::string>> ReceiptsIn(sql::Tx& tx, int64_t block) {
  return ReadBodies(tx, "SELECT body FROM receipt WHERE block = ?1 ORDER BY leaf", {V(block)});
}

}  // namespace tarazy::notifications
