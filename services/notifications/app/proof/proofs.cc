#include "services/notifications/app/proof/proofs.h"

#include <map>
#include <string>
#include <vector>

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

absl::StatusOr<v1::Proof> MakeProof(sql::Tx& tx, absl::string_view delivery,
                                    const Ed25519Key& key) {
  RETURN_IF_ERROR(LoadDelivery(tx, delivery).status());
  ASSIGN_OR_RETURN(const std::vector<StoredReceipt> receipts, ReceiptsOf(tx, delivery));
  if (receipts.empty() || !receipts.back().block.has_value()) {
    return FailedPrecondition(Reason::kNoData,
                              "its last receipt is not sealed yet; ask again in a few seconds");
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
  ASSIGN_OR_RETURN(const std::vector<v1::ReceiptBlock> blocks,
                   BlocksFrom(tx, leaves.begin()->first));
  *proof.mutable_blocks() = {blocks.begin(), blocks.end()};
  proof.set_public_key(key.PublicKey());
  return proof;
}

}  // namespace tarazy::notifications
