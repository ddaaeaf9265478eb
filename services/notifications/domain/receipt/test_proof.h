// A delivery by the inbox, its receipts among others in blocks, and their proof.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/base/ed25519.h"
#include "services/notifications/domain/receipt/merkle.h"
#include "services/notifications/domain/receipt/receipt_block.h"
#include "tarazy/notifications/v1/receipt.pb.h"

namespace tarazy::notifications {

inline Ed25519Key TestKey() { return *Ed25519Key::FromSeed(std::string(32, 'k')); }

inline v1::Receipt TestReceipt(const std::string& delivery, int number, v1::DeliveryState state) {
  v1::Receipt receipt;
  receipt.set_delivery(absl::StrCat("deliveries/", delivery));
  receipt.set_number(number);
  receipt.mutable_time()->set_seconds(1777118400 + number);
  receipt.mutable_time()->set_nanos(500000000);
  receipt.set_state(state);
  receipt.set_event("9f3a");
  receipt.set_step("T-30");
  receipt.set_topic("topics/finding-deadline");
  receipt.set_recipient("recipients/ektu-rector");
  receipt.set_channel(v1::CHANNEL_INBOX);
  return receipt;
}

// Seals blocks and keeps what a proof needs.
class TestLedger {
 public:
  // The receipts' bytes of one block. The ends of those of `proven` are found by their bytes.
  void Seal(std::vector<std::string> receipts) {
    const std::optional<v1::ReceiptBlock> previous =
        blocks_.empty() ? std::nullopt : std::make_optional(blocks_.back());
    blocks_.push_back(SealBlock(
        previous, receipts, absl::FromUnixSeconds(1777118500 + 60 * previous_number()), TestKey()));
    contents_.push_back(std::move(receipts));
  }

  v1::Proof Prove(const std::vector<std::string>& receipts) const {
    v1::Proof proof;
    int64_t first = 0;
    for (const std::string& receipt : receipts) {
      for (size_t block = 0; block < contents_.size(); ++block) {
        AddIfHere(receipt, block, proof);
      }
      if (first == 0) first = proof.receipts(0).block();
    }
    for (const v1::ReceiptBlock& block : blocks_) {
      if (block.number() >= first) *proof.add_blocks() = block;
    }
    KeepNewestSignature(proof);
    proof.set_public_key(TestKey().PublicKey());
    return proof;
  }

  const std::vector<v1::ReceiptBlock>& blocks() const { return blocks_; }

 private:
  int64_t previous_number() const { return static_cast<int64_t>(blocks_.size()); }

  void AddIfHere(const std::string& receipt, size_t block, v1::Proof& proof) const {
    std::vector<std::string> leaves;
    for (const std::string& other : contents_[block]) leaves.push_back(LeafHash(other));
    for (size_t i = 0; i < leaves.size(); ++i) {
      if (contents_[block][i] != receipt) continue;
      v1::ProvenReceipt& proven = *proof.add_receipts();
      proven.set_receipt(receipt);
      proven.set_block(static_cast<int64_t>(block) + 1);
      proven.set_leaf(static_cast<int64_t>(i));
      for (std::string& hash : InclusionPath(leaves, static_cast<int64_t>(i))) {
        proven.add_path(std::move(hash));
      }
    }
  }

  std::vector<v1::ReceiptBlock> blocks_;
  std::vector<std::vector<std::string>> contents_;
};

// The receipts of one delivery in these states, one after the other.
inline std::vector<std::string> ReceiptsIn(const std::vector<v1::DeliveryState>& states,
                                           const std::string& delivery = "7f01") {
  std::vector<std::string> receipts;
  for (const v1::DeliveryState state : states) {
    v1::Receipt receipt = TestReceipt(delivery, static_cast<int>(receipts.size()) + 1, state);
    if (state == v1::DELIVERY_STATE_DELIVERED) {
      receipt.set_template_("templates/finding-due/versions/3");
      receipt.set_digest(std::string(64, 'd'));
    }
    receipts.push_back(ReceiptBytes(receipt, receipts.empty() ? "" : receipts.back()));
  }
  return receipts;
}

inline std::vector<v1::DeliveryState> TestStates() {
  return {v1::DELIVERY_STATE_ACCEPTED, v1::DELIVERY_STATE_QUEUED, v1::DELIVERY_STATE_DELIVERED,
          v1::DELIVERY_STATE_ACKNOWLEDGED};
}

// Block 1 holds other deliveries alone; the four receipts lie in 2 and 4 of 5.
inline TestLedger LedgerOf(const std::vector<std::string>& receipts) {
  const auto other = [](int i) {
    return ReceiptsIn({v1::DELIVERY_STATE_ACCEPTED}, absl::StrCat("other-", i)).front();
  };
  TestLedger ledger;
  ledger.Seal({other(1), other(2)});
  ledger.Seal({other(3), receipts[0], receipts[1], other(4), receipts[2]});
  ledger.Seal({other(5)});
  std::vector<std::string> rest(receipts.begin() + 3, receipts.end());
  rest.push_back(other(6));
  ledger.Seal(rest);
  ledger.Seal({other(7), other(8), other(9)});
  return ledger;
}

inline v1::Proof TestProof() {
  const std::vector<std::string> receipts = ReceiptsIn(TestStates());
  return LedgerOf(receipts).Prove(receipts);
}

}  // namespace tarazy::notifications
