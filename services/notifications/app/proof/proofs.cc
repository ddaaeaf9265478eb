#include "services/notifications/app/proof/proofs.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "services/notifications/domain/receipt/merkle.h"
#include "services/notifications/domain/receipt/receipt_block.h"
#include "services/notifications/store/delivery_store.h"
#include "services/notifications/store/receipt_store.h"

namespace tarazy::notifications {

absl::StatusOr<int> SealReceipts(sql::Tx& tx, const Ed25519Key& key, int most, absl::Time now) {
  ASSIGN_OR_RETURN(const std::vector<std::string> receipts, Unsealed(tx, most));
  if (receipts.empty()) return 0;
  ASSIGN_OR_RETURN(const std::optional<v1::ReceiptBlock> newest, NewestBlock(tx));
  RETURN_IF_ERROR(SealOldest(tx, SealBlock(newest, receipts, now, key)));
  return static_cast<int>(receipts.size());
}

absl::StatusOr<int> SealDue(sql::Tx& tx, const Ed25519Key& key, int most, absl::Duration every,
                            absl::Time now) {
  ASSIGN_OR_RETURN(const std::optional<v1::ReceiptBlock> newest, NewestBlock(tx));
  if (newest.has_value()) {
    const absl::Time sealed = absl::FromUnixSeconds(newest->time().seconds());
    // A clock that was set back is not waited for.
    const bool young = sealed <= now && now < sealed + every;
    if (young) {
      ASSIGN_OR_RETURN(const bool full, AreUnsealed(tx, most));
      if (!full) return 0;
    }
  }
  return SealReceipts(tx, key, most, now);
}

absl::StatusOr<int> SealThrough(sql::Tx& tx, absl::string_view delivery, const Ed25519Key& key,
                                int most, absl::Time now) {
  RETURN_IF_ERROR(LoadDelivery(tx, delivery).status());
  int sealed = 0;
  while (true) {
    ASSIGN_OR_RETURN(const std::vector<StoredReceipt> receipts, ReceiptsOf(tx, delivery));
    if (receipts.empty() || receipts.back().block.has_value()) return sealed;
    ASSIGN_OR_RETURN(const int more, SealReceipts(tx, key, most, now));
    if (more == 0) return Internal("a receipt lies in no block and cannot be sealed");
    sealed += more;
  }
}

absl::StatusOr<v1::Proof> MakeProof(sql::Tx& tx, absl::string_view delivery, const Ed25519Key& key,
                                    int64_t most_blocks) {
  RETURN_IF_ERROR(LoadDelivery(tx, delivery).status());
  ASSIGN_OR_RETURN(const std::vector<StoredReceipt> receipts, ReceiptsOf(tx, delivery));
  if (receipts.empty() || !receipts.back().block.has_value()) {
    return FailedPrecondition(
        Reason::kNoData, "nothing has happened to it yet, or its last receipt is not sealed yet");
  }
  const int64_t first = *receipts.front().block;
  ASSIGN_OR_RETURN(const std::optional<v1::ReceiptBlock> newest, NewestBlock(tx));
  if (!newest.has_value()) return Internal("a receipt lies in a block that is missing");
  if (newest->number() - first >= most_blocks) {
    return MakeError(absl::StatusCode::kResourceExhausted, Reason::kResourceExhausted,
                     absl::StrCat("its proof would hold the ", newest->number() - first + 1,
                                  " blocks since its first receipt, more than ", most_blocks));
  }
  v1::Proof proof;
  std::map<int64_t, std::vector<std::string>> leaves;  // of a block
  for (const StoredReceipt& receipt : receipts) {
    std::vector<std::string>& hashes = leaves[*receipt.block];
    if (hashes.empty()) {
      ASSIGN_OR_RETURN(const std::vector<std::string> bodies, ReceiptsIn(tx, *receipt.block));
      for (const std::string& body : bodies) hashes.push_back(LeafHash(body));
    }
    v1::ProvenReceipt& proven = *proof.add_receipts();
    proven.set_receipt(receipt.body);
    proven.set_block(*receipt.block);
    proven.set_leaf(receipt.leaf);
    for (std::string& hash : InclusionPath(hashes, receipt.leaf)) {
      proven.add_path(std::move(hash));
    }
  }
  ASSIGN_OR_RETURN(const std::vector<v1::ReceiptBlock> blocks, BlocksFrom(tx, first));
  *proof.mutable_blocks() = {blocks.begin(), blocks.end()};
  KeepNewestSignature(proof);
  proof.set_public_key(key.PublicKey());
  return proof;
}

}  // namespace tarazy::notifications
