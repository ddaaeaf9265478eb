#include "services/notifications/domain/receipt/proof.h"

#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/ed25519.h"
#include "common/base/error.h"
#include "common/base/sha256.h"
#include "common/base/status_macros.h"
#include "services/notifications/domain/receipt/merkle.h"
#include "services/notifications/domain/receipt/receipt_block.h"
#include "services/notifications/domain/timing/delivery_states.h"

namespace tarazy::notifications {
namespace {

absl::Status Broken(absl::string_view sentence) {
  return MakeError(absl::StatusCode::kDataLoss, Reason::kProofBroken, sentence);
}

absl::Status BrokenBlock(const v1::ReceiptBlock& block, absl::string_view sentence) {
  return Broken(absl::StrCat("block ", block.number(), ": ", sentence));
}

absl::Status BrokenReceipt(size_t number, absl::string_view sentence) {
  return Broken(absl::StrCat("receipt ", number, ": ", sentence));
}

// Fields that this verifier does not know could change what the others mean.
template <typename Message>
bool AllFieldsAreKnown(const Message& message) {
  Message known = message;
  known.DiscardUnknownFields();
  return known.ByteSizeLong() == message.ByteSizeLong();
}

absl::Status CheckFields(const v1::Proof& proof) {
  if (AllFieldsAreKnown(proof)) return absl::OkStatus();
  return Broken("the proof has fields that nobody knows");
}

absl::Status CheckShape(const v1::ReceiptBlock& block) {
  if (block.number() < 1) return BrokenBlock(block, "blocks are numbered from 1");
  if (block.previous().size() != 32 || block.root().size() != 32) {
    return BrokenBlock(block, "`previous` and `root` have 32 bytes");
  }
  if (block.receipts() < 1) return BrokenBlock(block, "a block holds receipts");
  if (block.time().nanos() != 0) {
    return BrokenBlock(block, "its time is not in whole seconds, which alone are signed");
  }
  if (block.number() == 1 && block.previous() != std::string(32, '\0')) {
    return BrokenBlock(block, "the first block names one before it");
  }
  return absl::OkStatus();
}

absl::Status CheckBlocks(const v1::Proof& proof) {
  if (proof.blocks().empty()) return Broken("the proof holds no block");
  const v1::ReceiptBlock* before = nullptr;
  for (const v1::ReceiptBlock& block : proof.blocks()) {
    RETURN_IF_ERROR(CheckShape(block));
    if (before != nullptr && block.number() != before->number() + 1) {
      return BrokenBlock(block, absl::StrCat("follows block ", before->number()));
    }
    if (before != nullptr && block.previous() != BlockHash(*before)) {
      return BrokenBlock(block, "does not name the hash of the block before it");
    }
    before = &block;
  }
  return absl::OkStatus();
}

// The newest block names all before it by their hashes, so its signature is over them too. Others
// would say nothing more, and nobody would notice if they were changed.
absl::Status CheckSignature(const v1::Proof& proof) {
  const v1::ReceiptBlock& newest = *proof.blocks().rbegin();
  for (const v1::ReceiptBlock& block : proof.blocks()) {
    if (&block != &newest && !block.signature().empty()) {
      return BrokenBlock(block, "has a signature, which only the newest block has");
    }
  }
  if (Ed25519Verify(proof.public_key(), SignedBytes(newest), newest.signature())) {
    return absl::OkStatus();
  }
  return BrokenBlock(newest, "the signature is not of this key over this block");
}

// What all receipts of one delivery have in common.
bool SameDelivery(const v1::Receipt& a, const v1::Receipt& b) {
  return a.delivery() == b.delivery() && a.event() == b.event() && a.step() == b.step() &&
         a.topic() == b.topic() && a.recipient() == b.recipient() && a.channel() == b.channel();
}

class ReceiptChain {
 public:
  explicit ReceiptChain(const v1::Proof& proof) : proof_(proof) {
    for (const v1::ReceiptBlock& block : proof.blocks()) blocks_[block.number()] = &block;
  }

  absl::StatusOr<std::vector<v1::Receipt>> Check() && {
    if (proof_.receipts().empty()) return Broken("the proof holds no receipt");
    for (const v1::ProvenReceipt& proven : proof_.receipts()) {
      RETURN_IF_ERROR(Add(proven));
    }
    if (proof_.blocks(0).number() != proof_.receipts(0).block()) {
      return Broken(absl::StrCat("the blocks begin with ", proof_.blocks(0).number(),
                                 ", not with that of the first receipt"));
    }
    return std::move(receipts_);
  }

 private:
  // Of the receipt that is being looked at.
  size_t number() const { return receipts_.size() + 1; }

  // Nothing is read of bytes that were not sealed.
  absl::Status Add(const v1::ProvenReceipt& proven) {
    RETURN_IF_ERROR(CheckPlace(proven));
    v1::Receipt receipt;
    if (!receipt.ParseFromString(proven.receipt())) {
      return BrokenReceipt(number(), "its bytes are no receipt");
    }
    if (!AllFieldsAreKnown(receipt)) {
      return BrokenReceipt(number(), "it has fields that nobody knows");
    }
    if (receipt.number() != static_cast<int>(number())) {
      return BrokenReceipt(number(), absl::StrCat("says that it is number ", receipt.number()));
    }
    RETURN_IF_ERROR(CheckChain(receipt));
    before_ = &proven;
    receipts_.push_back(std::move(receipt));
    return absl::OkStatus();
  }

  absl::Status CheckPlace(const v1::ProvenReceipt& proven) const {
    const auto found = blocks_.find(proven.block());
    if (found == blocks_.end()) {
      return BrokenReceipt(number(), absl::StrCat("its block ", proven.block(), " is missing"));
    }
    const v1::ReceiptBlock& block = *found->second;
    const std::vector<std::string> path(proven.path().begin(), proven.path().end());
    if (!VerifyInclusion(LeafHash(proven.receipt()), proven.leaf(), block.receipts(), path,
                         block.root())) {
      return BrokenReceipt(number(),
                           absl::StrCat("its way from leaf ", proven.leaf(),
                                        " does not lead to the root of block ", proven.block()));
    }
    if (before_ != nullptr &&
        std::pair(proven.block(), proven.leaf()) <= std::pair(before_->block(), before_->leaf())) {
      return BrokenReceipt(number(), "was sealed before the receipt that it follows");
    }
    return absl::OkStatus();
  }

  absl::Status CheckChain(const v1::Receipt& receipt) const {
    const std::string previous = before_ == nullptr ? "" : Sha256Of(before_->receipt());
    if (receipt.previous() != previous) {
      return BrokenReceipt(number(), "does not name the hash of the receipt before it");
    }
    const bool first = receipts_.empty();
    if (!first && !SameDelivery(receipts_.back(), receipt)) {
      return BrokenReceipt(number(), "is of another delivery than the one before it");
    }
    const v1::DeliveryState from =
        first ? v1::DELIVERY_STATE_UNSPECIFIED : receipts_.back().state();
    if (!ReceiptMayFollow(receipt.channel(), from, receipt.state())) {
      return BrokenReceipt(number(), absl::StrCat(v1::DeliveryState_Name(receipt.state()),
                                                  " cannot follow ", v1::DeliveryState_Name(from)));
    }
    return absl::OkStatus();
  }

  const v1::Proof& proof_;
  std::map<int64_t, const v1::ReceiptBlock*> blocks_;
  const v1::ProvenReceipt* before_ = nullptr;
  std::vector<v1::Receipt> receipts_;
};

}  // namespace

absl::StatusOr<ProofSummary> VerifyProof(const v1::Proof& proof,
                                         const std::optional<std::string>& expected_public_key) {
  if (expected_public_key.has_value() && proof.public_key() != *expected_public_key) {
    return Broken("the proof is signed with another key than the expected one");
  }
  RETURN_IF_ERROR(CheckFields(proof));
  RETURN_IF_ERROR(CheckBlocks(proof));
  ProofSummary summary;
  ASSIGN_OR_RETURN(summary.receipts, ReceiptChain(proof).Check());
  RETURN_IF_ERROR(CheckSignature(proof));
  const v1::ReceiptBlock& newest = proof.blocks(proof.blocks_size() - 1);
  summary.newest_block = newest.number();
  summary.newest_hash = BlockHash(newest);
  summary.key_was_expected = expected_public_key.has_value();
  return summary;
}

}  // namespace tarazy::notifications
