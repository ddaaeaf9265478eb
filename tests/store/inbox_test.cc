#include "common/outbox/inbox.h"

#include <atomic>

#include "tests/store/outbox_fixture.h"

namespace tarazy::testing {
namespace {

common::v1::Event AnEvent() {
  common::v1::Event event;
  event.set_id("0123456789abcdef0123456789abcdef");
  event.set_sequence(7);
  event.set_aggregate("campaigns/a");
  event.mutable_time()->set_seconds(1'700'000'000);
  event.mutable_payload()->PackFrom(Payload("opened"));
  event.set_institution("institutions/ektu");
  return event;
}

class InboxTest : public OutboxFixture {
 protected:
  absl::StatusOr<bool> Accept(const common::v1::Event& event) {
    bool fresh = false;
    RETURN_IF_ERROR(db().Write(Soon(), [&](sql::Tx& tx) -> absl::Status {
      ASSIGN_OR_RETURN(fresh, outbox::Accept(tx, "surveys", event, now_));
      return absl::OkStatus();
    }));
    return fresh;
  }
};

TEST_ON_BOTH_ENGINES(InboxTest);

TEST_P(InboxTest, AnEventIsNewOnceAndARepeatAfterwards) {
  EXPECT_TRUE(*Accept(AnEvent()));
  EXPECT_FALSE(*Accept(AnEvent()));
  EXPECT_FALSE(*Accept(AnEvent()));
}

TEST_P(InboxTest, WhatWasRolledBackIsNew) {
  const absl::Status status = db().Write(Soon(), [&](sql::Tx& tx) -> absl::Status {
    ASSIGN_OR_RETURN(const bool fresh, outbox::Accept(tx, "surveys", AnEvent(), now_));
    EXPECT_TRUE(fresh);
    return absl::AbortedError("no");
  });
  EXPECT_EQ(status.code(), absl::StatusCode::kAborted);
  EXPECT_TRUE(*Accept(AnEvent()));
}

TEST_P(InboxTest, AnotherPlaceInTheOutboxOrTimeIsStillARepeat) {
  EXPECT_TRUE(*Accept(AnEvent()));
  common::v1::Event again = AnEvent();
  again.set_sequence(8);
  again.mutable_time()->set_seconds(1);
  EXPECT_FALSE(*Accept(again));
}

TEST_P(InboxTest, TheSameIdWithAnotherContentIsRefused) {
  EXPECT_TRUE(*Accept(AnEvent()));
  std::vector<common::v1::Event> others(5, AnEvent());
  others[0].mutable_payload()->PackFrom(Payload("closed"));
  others[1].set_institution("institutions/other");
  others[2].add_deadlines()->set_name("x");
  others[3].mutable_not_before()->set_seconds(1);
  others[4].set_aggregate("campaigns/b");
  for (const common::v1::Event& other : others) {
    EXPECT_FAILS(Accept(other).status(), kInvalidArgument, kEventReused);
  }
  EXPECT_FALSE(*Accept(AnEvent()));
}

TEST_P(InboxTest, AnEventWithoutAnIdIsRefused) {
  common::v1::Event event = AnEvent();
  event.clear_id();
  EXPECT_FAILS(Accept(event).status(), kInvalidArgument, kInvalidField);
}

TEST_P(InboxTest, OfManyAtOnceOneIsNew) {
  std::atomic<int> fresh = 0;
  InParallel(8, [&](int) {
    const absl::StatusOr<bool> accepted = Accept(AnEvent());
    EXPECT_TRUE(accepted.ok()) << accepted.status();
    if (accepted.ok() && *accepted) ++fresh;
  });
  EXPECT_EQ(fresh, 1);
}

}  // namespace
}  // namespace tarazy::testing
