// When receipts are sealed, and that whoever asks for a proof need not wait for it.
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "services/notifications/app/people/inbox_actions.h"
#include "services/notifications/domain/receipt/proof.h"
#include "tests/store/notices_fixture.h"

namespace tarazy::notifications {
namespace {

constexpr int kReaders = 8;

// Everybody has an item in his inbox; what happened until then is sealed. Nothing happens by itself
// any more.
class SealingTest : public NoticesTest {
 protected:
  void SetUp() override {
    PutTopic("news");
    for (int i = 0; i < kReaders; ++i) PutRecipient(absl::StrCat("r", i));
    Ok(Publish("news", "e1"));
    Settle();
    SealAll();
  }

  void SealAll() {
    while (Ok(Write([&](sql::Tx& tx) { return SealReceipts(tx, key_, 1000, clock_.Now()); })) > 0) {
    }
  }
  // Receipts of deliveries that nobody asks for.
  void Add(int count) {
    std::vector<StoredReceipt> receipts;
    for (int i = 0; i < count; ++i) {
      receipts.push_back(
          {.delivery = absl::StrCat("other-", others_++), .number = 1, .body = "some bytes"});
    }
    EXPECT_TRUE(
        db_->Write(testing::Soon(), [&](sql::Tx& tx) { return InsertReceipts(tx, receipts); })
            .ok());
  }
  // This reader opens his item: its delivery has one more receipt.
  std::string Open(int reader) {
    const std::string recipient = absl::StrCat("r", reader);
    const std::string delivery = Inbox(recipient)[0].delivery;
    Ok(Write([&](sql::Tx& tx) {
      return MarkRead(tx, {.recipient = recipient,
                           .delivery = delivery,
                           .by = "council tokens/1",
                           .now = clock_.Now()});
    }));
    return delivery;
  }
  int SealDueNow(int most = kMostReceipts) {
    return Ok(
        Write([&](sql::Tx& tx) { return SealDue(tx, key_, most, absl::Hours(1), clock_.Now()); }));
  }
  absl::StatusOr<int> SealFor(const std::string& delivery, int most) {
    return Write([&](sql::Tx& tx) { return SealThrough(tx, delivery, key_, most, clock_.Now()); });
  }
  absl::StatusOr<v1::Proof> Prove(const std::string& delivery, int64_t most_blocks = kMostBlocks) {
    return Write([&](sql::Tx& tx) { return MakeProof(tx, delivery, key_, most_blocks); });
  }
  void Pass(absl::Duration time) { clock_.Set(clock_.Now() + time); }

  int others_ = 0;
};

TEST_P(SealingTest, ABlockIsMadeAfterAnHourOrWhenItIsFull) {
  Add(3);
  Pass(absl::Minutes(59));
  EXPECT_EQ(SealDueNow(), 0);
  EXPECT_EQ(SealDueNow(4), 0);
  EXPECT_EQ(SealDueNow(3), 3) << "it is full";
  Add(2);
  Pass(absl::Minutes(59));
  EXPECT_EQ(SealDueNow(), 0) << "an hour after the block before";
  Pass(absl::Minutes(1));
  EXPECT_EQ(SealDueNow(), 2);
  Pass(absl::Hours(5));
  EXPECT_EQ(SealDueNow(), 0) << "no block is empty";
  Add(1);
  EXPECT_EQ(SealDueNow(), 1) << "the hour is long over";
}

TEST_P(SealingTest, TheSchedulerSealsWhenItIsTime) {
  Add(1);
  Ok(scheduler_.Tick());
  EXPECT_EQ(CountWhere("SELECT COUNT(*) FROM receipt WHERE block IS NULL"), 1);
  Pass(absl::Hours(1));
  Ok(scheduler_.Tick());
  EXPECT_EQ(CountWhere("SELECT COUNT(*) FROM receipt WHERE block IS NULL"), 0);
}

TEST_P(SealingTest, AClockThatWasSetBackIsNotWaitedFor) {
  Add(1);
  EXPECT_EQ(SealDueNow(), 0);
  Pass(-absl::Hours(24));
  EXPECT_EQ(SealDueNow(), 1);
}

TEST_P(SealingTest, WhoeverAsksForAProofHasItAtOnce) {
  Add(4);
  const std::string delivery = Open(0);
  Add(1);
  EXPECT_EQ(DetailOf(Prove(delivery).status()).reason, Reason::kNoData);
  EXPECT_EQ(Ok(SealFor(delivery, 3)), 6) << "two blocks: four receipts were older";
  EXPECT_EQ(Ok(SealFor(delivery, 3)), 0) << "it is sealed";
  const v1::Proof proof = Ok(Prove(delivery));
  const ProofSummary summary = Ok(VerifyProof(proof, key_.PublicKey()));
  ASSERT_EQ(summary.receipts.size(), 2);
  EXPECT_EQ(summary.receipts[1].state(), v1::DELIVERY_STATE_READ);
  EXPECT_TRUE(absl::IsNotFound(SealFor("none", 3).status()));
}

TEST_P(SealingTest, AProofHoldsTheBlocksSinceItsFirstReceiptAndNotTooMany) {
  const std::string delivery = Inbox("r0")[0].delivery;
  const int64_t first = Ok(Prove(delivery)).blocks(0).number();
  while (Ok(Prove(delivery)).blocks_size() < 4) {
    Add(1);
    SealAll();
  }
  const v1::Proof proof = Ok(Prove(delivery, 4));
  ASSERT_EQ(proof.blocks_size(), 4);
  EXPECT_EQ(proof.blocks(0).number(), first);
  for (int i = 0; i < 4; ++i) EXPECT_EQ(proof.blocks(i).signature().empty(), i < 3) << i;
  EXPECT_TRUE(VerifyProof(proof, key_.PublicKey()).ok());
  const absl::Status refused = Prove(delivery, 3).status();
  EXPECT_EQ(refused.code(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(refused.message(),
            "its proof would hold the 4 blocks since its first receipt, more than 3");
}

TEST_P(SealingTest, AllWhoAskAtOnceHaveTheirProofs) {
  std::vector<std::string> deliveries;
  for (int i = 0; i < kReaders; ++i) deliveries.push_back(Open(i));
  std::vector<absl::StatusOr<v1::Proof>> proofs(kReaders, absl::UnknownError("was not asked"));
  testing::InParallel(kReaders, [&](int i) {
    const absl::StatusOr<int> sealed = SealFor(deliveries[i], 2);
    if (!sealed.ok()) {
      proofs[i] = sealed.status();
    } else {
      proofs[i] = Prove(deliveries[i]);
    }
  });
  for (const auto& proof : proofs) {
    ASSERT_TRUE(proof.ok()) << proof.status();
    const auto summary = VerifyProof(*proof, key_.PublicKey());
    ASSERT_TRUE(summary.ok()) << summary.status();
    EXPECT_EQ(summary->receipts.size(), 2);
  }
}

TEST_ON_BOTH_ENGINES(SealingTest);

}  // namespace
}  // namespace tarazy::notifications
