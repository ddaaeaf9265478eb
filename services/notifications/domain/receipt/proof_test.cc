#include "services/notifications/domain/receipt/proof.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

#include "common/base/error.h"
#include "services/notifications/domain/receipt/test_proof.h"

namespace tarazy::notifications {
namespace {

using testing::HasSubstr;

// The sentence of the refusal; empty when the proof holds.
std::string Refusal(const v1::Proof& proof) {
  const auto summary = VerifyProof(proof, TestKey().PublicKey());
  if (summary.ok()) return "";
  EXPECT_EQ(summary.status().code(), absl::StatusCode::kDataLoss);
  EXPECT_EQ(DetailOf(summary.status()).reason, Reason::kProofBroken);
  return std::string(summary.status().message());
}

std::string After(const std::function<void(v1::Proof&)>& change) {
  v1::Proof proof = TestProof();
  change(proof);
  return Refusal(proof);
}

void SealAgain(v1::ReceiptBlock& block) { block.set_signature(TestKey().Sign(SignedBytes(block))); }

std::string RefusalOf(const std::vector<std::string>& receipts) {
  return Refusal(LedgerOf(receipts).Prove(receipts));
}

TEST(ProofTest, AProofThatHoldsTellsWhatHappened) {
  const auto summary = VerifyProof(TestProof(), TestKey().PublicKey());
  ASSERT_TRUE(summary.ok()) << summary.status();
  ASSERT_EQ(summary->receipts.size(), 4);
  EXPECT_EQ(summary->receipts[2].state(), v1::DELIVERY_STATE_DELIVERED);
  EXPECT_EQ(summary->receipts[2].digest(), std::string(64, 'd'));
  EXPECT_EQ(summary->receipts[3].time().seconds(), 1777118404);
  EXPECT_EQ(summary->newest_block, 5);
  EXPECT_EQ(summary->newest_hash, BlockHash(TestProof().blocks(3)));
  EXPECT_TRUE(summary->key_was_expected);
  EXPECT_FALSE(VerifyProof(TestProof())->key_was_expected);
}

TEST(ProofTest, AnotherKeyIsRefused) {
  const Ed25519Key other = *Ed25519Key::FromSeed(std::string(32, 'x'));
  v1::Proof forged = TestProof();
  forged.set_public_key(other.PublicKey());
  v1::ReceiptBlock& newest = *forged.mutable_blocks()->rbegin();
  newest.set_signature(other.Sign(SignedBytes(newest)));
  EXPECT_THAT(Refusal(forged), HasSubstr("another key"));
  // Nobody can tell without knowing the key: the summary says so.
  EXPECT_TRUE(VerifyProof(forged).ok());
}

// Whatever bit of a proof is changed, however it then reads: it is refused, unless it reads as an
// older proof of the same, without the last receipt.
TEST(ProofTest, NoBitMayBeFlipped) {
  const v1::Proof good = TestProof();
  const std::string bytes = good.SerializeAsString();
  int read = 0, older = 0;
  for (size_t i = 0; i < bytes.size(); ++i) {
    for (int bit = 0; bit < 8; ++bit) {
      std::string flipped = bytes;
      flipped[i] = static_cast<char>(flipped[i] ^ (1 << bit));
      v1::Proof proof;
      if (!proof.ParseFromString(flipped)) continue;
      ++read;
      const auto summary = VerifyProof(proof);
      if (!summary.ok()) continue;
      ++older;
      v1::Proof cut = good;
      cut.mutable_receipts()->DeleteSubrange(proof.receipts_size(),
                                             good.receipts_size() - proof.receipts_size());
      cut.mutable_blocks()->DeleteSubrange(proof.blocks_size(),
                                           good.blocks_size() - proof.blocks_size());
      EXPECT_EQ(proof.SerializeAsString(), cut.SerializeAsString())
          << "bit " << bit << " of byte " << i;
      EXPECT_LT(cut.ByteSizeLong(), good.ByteSizeLong());
    }
  }
  EXPECT_GT(read, 5000);
  // The tag of the last receipt reads as the key's, which comes once more behind it.
  EXPECT_EQ(older, 1);
}

TEST(ProofTest, NothingMayBeLeftOut) {
  EXPECT_EQ(After([](auto& proof) { proof.clear_receipts(); }), "the proof holds no receipt");
  EXPECT_EQ(After([](auto& proof) { proof.clear_blocks(); }), "the proof holds no block");
  EXPECT_EQ(After([](auto& proof) { proof.mutable_receipts()->DeleteSubrange(0, 1); }),
            "receipt 1: says that it is number 2");
  EXPECT_EQ(After([](auto& proof) { proof.mutable_receipts()->DeleteSubrange(1, 1); }),
            "receipt 2: says that it is number 3");
  EXPECT_EQ(After([](auto& proof) { proof.mutable_blocks()->DeleteSubrange(1, 1); }),
            "block 4: follows block 2");
  EXPECT_EQ(After([](auto& proof) { proof.mutable_blocks()->DeleteSubrange(0, 1); }),
            "receipt 1: its block 2 is missing");
  EXPECT_EQ(After([](auto& proof) { proof.mutable_blocks(0)->Swap(proof.mutable_blocks(1)); }),
            "block 2: follows block 3");
}

TEST(ProofTest, FieldsThatNobodyKnowsAreRefused) {
  v1::Proof proof;
  // Field 9, a number.
  ASSERT_TRUE(proof.ParseFromString(TestProof().SerializeAsString() + "\x48\x01"));
  EXPECT_EQ(Refusal(proof), "the proof has fields that nobody knows");
  // The same in a receipt that was sealed with it, and in its time.
  const std::string receipt = ReceiptsIn({v1::DELIVERY_STATE_DELIVERED}).front();
  const std::pair<const char*, const char*> cases[] = {
      {"", ""},
      {"\x80\x01\x01", "receipt 1: it has fields that nobody knows"},
      {"\x1a\x02\x18\x01", "receipt 1: it has fields that nobody knows"}};
  for (const auto& [more, refusal] : cases) {
    TestLedger ledger;
    ledger.Seal({receipt + more});
    EXPECT_EQ(Refusal(ledger.Prove({receipt + more})), refusal);
  }
}

TEST(ProofTest, BlocksBeginWithThatOfTheFirstReceipt) {
  const std::vector<std::string> receipts = ReceiptsIn(TestStates());
  const TestLedger ledger = LedgerOf(receipts);
  v1::Proof proof = ledger.Prove(receipts);
  proof.clear_blocks();
  for (const v1::ReceiptBlock& block : ledger.blocks()) *proof.add_blocks() = block;
  KeepNewestSignature(proof);
  EXPECT_EQ(Refusal(proof), "the blocks begin with 1, not with that of the first receipt");
}

// What the holder of the key himself could try.
TEST(ProofTest, BlocksAreAChainWhoeverSigns) {
  EXPECT_EQ(After([](auto& proof) {
              proof.mutable_blocks(1)->mutable_time()->set_seconds(1);
              SealAgain(*proof.mutable_blocks(1));
            }),
            "block 4: does not name the hash of the block before it");
  EXPECT_EQ(After([](auto& proof) {
              proof.mutable_blocks(3)->set_number(7);
              SealAgain(*proof.mutable_blocks(3));
            }),
            "block 7: follows block 4");
  EXPECT_EQ(After([](auto& proof) { proof.mutable_blocks(0)->mutable_time()->set_nanos(1); }),
            "block 2: its time is not in whole seconds, which alone are signed");
  EXPECT_EQ(After([](auto& proof) {
              proof.mutable_blocks(0)->set_root("short");
              SealAgain(*proof.mutable_blocks(0));
            }),
            "block 2: `previous` and `root` have 32 bytes");
  EXPECT_EQ(After([](auto& proof) {
              proof.mutable_blocks(3)->set_receipts(0);
              SealAgain(*proof.mutable_blocks(3));
            }),
            "block 5: a block holds receipts");
  EXPECT_EQ(After([](auto& proof) {
              proof.mutable_blocks(0)->set_number(1);
              SealAgain(*proof.mutable_blocks(0));
            }),
            "block 1: the first block names one before it");
  EXPECT_EQ(After([](auto& proof) {
              proof.mutable_blocks(0)->set_number(0);
              SealAgain(*proof.mutable_blocks(0));
            }),
            "block 0: blocks are numbered from 1");
}

TEST(ProofTest, TheNewestBlockAloneIsSignedAndSignsAll) {
  EXPECT_EQ(After([](auto& proof) { proof.mutable_blocks(3)->clear_signature(); }),
            "block 5: the signature is not of this key over this block");
  EXPECT_EQ(After([](auto& proof) { proof.mutable_blocks()->RemoveLast(); }),
            "block 4: the signature is not of this key over this block");
  for (int i = 0; i < 3; ++i) {
    EXPECT_THAT(After([&](auto& proof) { SealAgain(*proof.mutable_blocks(i)); }),
                HasSubstr("has a signature, which only the newest block has"));
  }
}

TEST(ProofTest, WithoutItsLastReceiptItIsAnOlderProof) {
  EXPECT_EQ(After([](auto& proof) { proof.mutable_receipts()->RemoveLast(); }), "");
}

TEST(ProofTest, ReceiptsLeadToTheirRoot) {
  EXPECT_EQ(After([](auto& proof) { proof.mutable_receipts(1)->set_leaf(3); }),
            "receipt 2: its way from leaf 3 does not lead to the root of block 2");
  EXPECT_EQ(After([](auto& proof) { proof.mutable_receipts(0)->set_block(4); }),
            "receipt 1: its way from leaf 1 does not lead to the root of block 4");
  EXPECT_EQ(After([](auto& proof) { proof.mutable_receipts(0)->set_receipt("\xff"); }),
            "receipt 1: its way from leaf 1 does not lead to the root of block 2");
  TestLedger ledger;
  ledger.Seal({"\xff"});
  EXPECT_EQ(Refusal(ledger.Prove({"\xff"})), "receipt 1: its bytes are no receipt");
}

TEST(ProofTest, ReceiptsAreOfOneDeliveryAndFollowEachOther) {
  EXPECT_EQ(RefusalOf(ReceiptsIn({v1::DELIVERY_STATE_ACCEPTED, v1::DELIVERY_STATE_QUEUED,
                                  v1::DELIVERY_STATE_DELIVERED, v1::DELIVERY_STATE_QUEUED})),
            "receipt 4: DELIVERY_STATE_QUEUED cannot follow DELIVERY_STATE_DELIVERED");
  EXPECT_EQ(RefusalOf(ReceiptsIn({v1::DELIVERY_STATE_QUEUED, v1::DELIVERY_STATE_DELIVERED,
                                  v1::DELIVERY_STATE_READ, v1::DELIVERY_STATE_ACKNOWLEDGED})),
            "receipt 1: DELIVERY_STATE_QUEUED cannot follow DELIVERY_STATE_UNSPECIFIED");
  std::vector<std::string> receipts = ReceiptsIn(TestStates());
  receipts[3] = ReceiptBytes(TestReceipt("other", 4, v1::DELIVERY_STATE_ACKNOWLEDGED), receipts[2]);
  EXPECT_EQ(RefusalOf(receipts), "receipt 4: is of another delivery than the one before it");
  receipts = ReceiptsIn(TestStates());
  receipts[3] = ReceiptBytes(TestReceipt("7f01", 4, v1::DELIVERY_STATE_ACKNOWLEDGED), receipts[1]);
  EXPECT_EQ(RefusalOf(receipts), "receipt 4: does not name the hash of the receipt before it");
}

TEST(ProofTest, ReceiptsAreSealedInTheirOrder) {
  const std::vector<std::string> receipts = ReceiptsIn(
      {v1::DELIVERY_STATE_ACCEPTED, v1::DELIVERY_STATE_QUEUED, v1::DELIVERY_STATE_DELIVERED});
  TestLedger ledger;
  ledger.Seal({receipts[0], receipts[2], receipts[1]});
  EXPECT_EQ(Refusal(ledger.Prove(receipts)),
            "receipt 3: was sealed before the receipt that it follows");
}

}  // namespace
}  // namespace tarazy::notifications
