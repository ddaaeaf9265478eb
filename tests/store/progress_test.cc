#include "common/outbox/progress.h"

#include "tests/store/outbox_fixture.h"

namespace tarazy::testing {
namespace {

using outbox::Backlog;
using outbox::Batch;
using outbox::Position;
using outbox::Refusal;
using outbox::SetAside;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class ProgressTest : public OutboxFixture {
 protected:
  absl::Status Advance(const Batch& batch, const std::vector<Refusal>& refused = {},
                       const std::string& consumer = "consumer") {
    return db().Write(
        Soon(), [&](sql::Tx& tx) { return outbox::Advance(tx, consumer, batch, refused, now_); });
  }
  std::vector<SetAside> Aside(int64_t after = 0, int limit = 100,
                              const std::string& consumer = "consumer") {
    std::vector<SetAside> found;
    EXPECT_EQ(db().Read(Soon(),
                        [&](sql::Tx& tx) -> absl::Status {
                          ASSIGN_OR_RETURN(found, outbox::ListSetAside(tx, consumer, after, limit));
                          return absl::OkStatus();
                        }),
              absl::OkStatus());
    return found;
  }
  int64_t Purge(absl::Time before, int limit = 100) {
    int64_t purged = -1;
    EXPECT_EQ(db().Write(Soon(),
                         [&](sql::Tx& tx) -> absl::Status {
                           ASSIGN_OR_RETURN(purged,
                                            outbox::Purge(tx, db().Engine(), before, limit));
                           return absl::OkStatus();
                         }),
              absl::OkStatus());
    return purged;
  }
  Backlog BacklogAfter(const Position& after) {
    Backlog backlog;
    EXPECT_EQ(db().Read(Soon(),
                        [&](sql::Tx& tx) -> absl::Status {
                          ASSIGN_OR_RETURN(backlog, outbox::BacklogOf(tx, db().Engine(), after));
                          return absl::OkStatus();
                        }),
              absl::OkStatus());
    return backlog;
  }
  Batch Publish(int count) {
    for (int i = 0; i < count; ++i) {
      EXPECT_EQ(OutboxFixture::Publish("a", std::to_string(i)), absl::OkStatus());
    }
    return Await(count);
  }
  static Batch Part(const Batch& batch, size_t from, size_t to) {
    return {.events = {batch.events.begin() + from, batch.events.begin() + to},
            .positions = {batch.positions.begin() + from, batch.positions.begin() + to}};
  }
};

TEST_ON_BOTH_ENGINES(ProgressTest);

TEST_P(ProgressTest, APositionMovesForwardOnly) {
  const Batch all = Publish(4);
  EXPECT_EQ(PositionOf("consumer"), Position());
  ASSERT_OK(Advance(Part(all, 0, 3)));
  EXPECT_EQ(PositionOf("consumer"), all.positions[2]);
  ASSERT_OK(Advance(Part(all, 0, 2)));
  EXPECT_EQ(PositionOf("consumer"), all.positions[2]);
  EXPECT_EQ(PositionOf("another"), Position());
}

TEST_P(ProgressTest, ARefusedEventIsSetAsideWithItsReason) {
  const Batch all = Publish(3);
  ASSERT_OK(Advance(all, {{all.events[1].id(), std::string("poison\0\xff", 8)}}));
  EXPECT_EQ(PositionOf("consumer"), all.positions[2]);
  const auto aside = Aside();
  ASSERT_EQ(aside.size(), 1u);
  EXPECT_EQ(TextOf(aside[0].event), "1");
  EXPECT_EQ(aside[0].reason, "poison \uFFFD");
  EXPECT_EQ(aside[0].time, now_);
  EXPECT_THAT(Aside(0, 100, "another"), IsEmpty());
}

TEST_P(ProgressTest, ThoseSetAsideAreListedInPages) {
  const Batch all = Publish(3);
  ASSERT_OK(Advance(all, {{all.events[2].id(), "c"}, {all.events[0].id(), "a"}}));
  const auto first = Aside(0, 1);
  ASSERT_EQ(first.size(), 1u);
  EXPECT_EQ(first[0].reason, "a");
  const auto second = Aside(first[0].event.sequence(), 10);
  ASSERT_EQ(second.size(), 1u);
  EXPECT_EQ(second[0].reason, "c");
}

// The slower of two relays tells of a refusal that an administrator has settled since.
TEST_P(ProgressTest, WhatLiesBehindThePositionIsNotSetAsideAgain) {
  const Batch all = Publish(2);
  ASSERT_OK(Advance(all));
  ASSERT_OK(Advance(all, {{all.events[0].id(), "poison"}}));
  EXPECT_THAT(Aside(), IsEmpty());
}

TEST_P(ProgressTest, ARefusalOfAnotherEventMovesNothing) {
  const Batch all = Publish(2);
  EXPECT_EQ(Advance(all, {{"unknown", "poison"}}).code(), absl::StatusCode::kInternal);
  EXPECT_EQ(PositionOf("consumer"), Position());
}

TEST_P(ProgressTest, TheBacklogIsWhatTheConsumerLacks) {
  const Batch all = Publish(3);
  EXPECT_EQ(BacklogAfter({}).events, 3);
  EXPECT_EQ(BacklogAfter({}).oldest, now_);
  EXPECT_EQ(BacklogAfter(all.positions[1]).events, 1);
  EXPECT_EQ(BacklogAfter(all.positions[2]).events, 0);
  EXPECT_EQ(BacklogAfter(all.positions[2]).oldest, std::nullopt);
}

TEST_P(ProgressTest, WhatEveryConsumerHasIsPurgedWhenItIsOld) {
  const Batch all = Publish(5);
  const absl::Time later = now_ + absl::Seconds(1);
  EXPECT_EQ(Purge(later), 0);  // nobody has any
  ASSERT_OK(Advance(all, {{all.events[0].id(), "poison"}}));
  ASSERT_OK(Advance(Part(all, 0, 4), {}, "slower"));
  EXPECT_EQ(Purge(now_), 0);  // not older
  EXPECT_EQ(Purge(later, 2), 2);
  EXPECT_EQ(Purge(later, 2), 1);
  EXPECT_EQ(Purge(later, 2), 0);
  EXPECT_THAT(TextsOf(Pending().events), ElementsAre("0", "4"));
  EXPECT_EQ(Aside().size(), 1u);
}

}  // namespace
}  // namespace tarazy::testing
