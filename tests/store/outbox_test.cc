#include "common/outbox/outbox.h"

#include <thread>

#include "common/outbox/set_aside.h"
#include "tests/store/outbox_fixture.h"

namespace tarazy::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class OutboxTest : public OutboxFixture {
 protected:
  // What a reader has seen that goes on from where it was, looking once while a first event's
  // transaction has its id but is under way, with a second one committed behind it, and again when
  // all has ended.
  std::vector<std::string> SeenAroundALateCommit(outbox::Fence fence) {
    std::vector<std::string> seen;
    outbox::Position after;
    const auto look = [&] {
      const outbox::Batch batch = Pending(after, 100, fence);
      for (const std::string& text : TextsOf(batch.events)) seen.push_back(text);
      if (!batch.positions.empty()) after = batch.positions.back();
    };
    EXPECT_EQ(
        db().Write(Soon(),
                   [&](sql::Tx& tx) -> absl::Status {
                     RETURN_IF_ERROR(outbox::Publish(tx, "campaigns/a", Payload("first"), now_));
                     absl::Status second;
                     std::thread([&] {
                       second = Publish("campaigns/b", "second");
                       look();
                     }).join();
                     return second;
                   }),
        absl::OkStatus());
    Await(2);
    look();
    return seen;
  }
};

TEST_ON_BOTH_ENGINES(OutboxTest);

TEST_P(OutboxTest, AnEventComesBackAsItWas) {
  common::v1::Deadline deadline;
  deadline.set_name("cases/x/findings/r1");
  deadline.set_topic("finding-deadline");
  deadline.set_date("2026-04-25");
  ASSERT_OK(Publish("campaigns/a", "opened",
                    {.institution = "institutions/ektu",
                     .deadlines = {deadline},
                     .not_before = now_ + absl::Hours(1)}));
  const auto events = Await(1).events;
  ASSERT_EQ(events.size(), 1u);
  EXPECT_EQ(events[0].aggregate(), "campaigns/a");
  EXPECT_EQ(events[0].id().size(), 32u);
  EXPECT_EQ(events[0].time().seconds(), 1'700'000'000);
  EXPECT_EQ(TextOf(events[0]), "opened");
  EXPECT_EQ(events[0].institution(), "institutions/ektu");
  ASSERT_EQ(events[0].deadlines_size(), 1);
  EXPECT_EQ(events[0].deadlines(0).SerializeAsString(), deadline.SerializeAsString());
  EXPECT_EQ(events[0].not_before().seconds(), 1'700'003'600);
}

TEST_P(OutboxTest, AnEventWithoutFactsHasNone) {
  ASSERT_OK(Publish("campaigns/a", "opened"));
  const auto events = Await(1).events;
  ASSERT_EQ(events.size(), 1u);
  EXPECT_EQ(events[0].institution(), "");
  EXPECT_EQ(events[0].deadlines_size(), 0);
  EXPECT_FALSE(events[0].has_not_before());
}

TEST_P(OutboxTest, NothingIsPublishedByAChangeThatIsRolledBack) {
  const absl::Status status = db().Write(Soon(), [&](sql::Tx& tx) -> absl::Status {
    RETURN_IF_ERROR(outbox::Publish(tx, "campaigns/a", Payload("x"), now_));
    return absl::AbortedError("no");
  });
  EXPECT_FALSE(status.ok());
  EXPECT_EQ(ReadInt(db(), "SELECT COUNT(*) FROM outbox"), 0);
}

TEST_P(OutboxTest, AReaderThatGoesOnMissesNone) {
  for (int i = 0; i < 7; ++i) ASSERT_OK(Publish("campaigns/a", std::to_string(i)));
  ASSERT_EQ(Await(7).events.size(), 7u);
  std::string seen;
  outbox::Position after;
  for (auto batch = Pending(after, 2); !batch.events.empty(); batch = Pending(after, 2)) {
    for (const auto& event : batch.events) seen += TextOf(event);
    after = batch.positions.back();
  }
  EXPECT_EQ(seen, "0123456");
}

// SQLite has one writer at a time: these are about PostgreSQL, where commits come in any order.
class FenceTest : public OutboxTest {};
INSTANTIATE_TEST_SUITE_P(Engines, FenceTest, ::testing::Values("postgres"));

TEST_P(FenceTest, AnEventStillUnderWayHoldsBackThoseAfterIt) {
  EXPECT_THAT(SeenAroundALateCommit(outbox::Fence::kOn), ElementsAre("first", "second"));
}

TEST_P(FenceTest, WithoutItTheOneThatCommitsLateIsLost) {
  EXPECT_THAT(SeenAroundALateCommit(outbox::Fence::kOff), ElementsAre("second"));
}

// A sequence is drawn before the transaction has an id, so the lower one may get the higher id:
// whoever went by the sequence alone would be past it when it comes, fence or not.
TEST_P(FenceTest, ALowerSequenceThatComesWithALaterTransactionIsNotLost) {
  ASSERT_OK(Publish("campaigns/a", "zeroth"));  // the first draw of 32 takes an id by itself
  outbox::Batch batch = Await(1);
  ASSERT_OK(db().Write(Soon(), [&](sql::Tx& tx) -> absl::Status {
    int64_t drawn = 0;
    RETURN_IF_ERROR(tx.QueryOne("SELECT nextval(pg_get_serial_sequence('outbox', 'sequence'))", {},
                                [&](const sql::Row& row) { drawn = row.Int(0); })
                        .status());
    int64_t ids = -1;
    RETURN_IF_ERROR(
        tx.QueryOne("SELECT COUNT(pg_current_xact_id_if_assigned())", {}, [&](const sql::Row& row) {
            ids = row.Int(0);
          }).status());
    EXPECT_EQ(ids, 0);
    absl::Status second;
    std::thread([&] {
      second = Publish("campaigns/b", "second");
      batch = Await(1, batch.positions.back());
    }).join();
    RETURN_IF_ERROR(second);
    EXPECT_THAT(TextsOf(batch.events), ElementsAre("second"));
    EXPECT_GT(batch.positions.back().sequence, drawn);
    return tx
        .Exec(
            "INSERT INTO outbox (sequence, event_id, aggregate, created_at, type, payload) "
            "OVERRIDING SYSTEM VALUE VALUES (?1, 'late', 'campaigns/a', 0, ?2, ?3)",
            {sql::V(drawn), sql::V(Payload("").GetTypeName()),
             sql::V(sql::Blob{Payload("late").SerializeAsString()})})
        .status();
  }));
  EXPECT_THAT(TextsOf(Await(1, batch.positions.back()).events), ElementsAre("late"));
}

// As after the loading of a dump into a younger server: ids that it has not given yet.
class RestoredTest : public OutboxTest {
 protected:
  void Restore() {
    ASSERT_OK(Exec(db(),
                   "UPDATE outbox SET transaction_id = "
                   "(transaction_id::text::bigint + 4611686018427387904)::text::xid8"));
    ASSERT_OK(Exec(db(),
                   "UPDATE relay_position SET transaction_id = "
                   "transaction_id + 4611686018427387904"));
  }
  bool Adopt() {
    bool adopted = false;
    EXPECT_EQ(db().Write(Soon(),
                         [&](sql::Tx& tx) -> absl::Status {
                           ASSIGN_OR_RETURN(adopted, outbox::AdoptRestored(tx, db().Engine()));
                           return absl::OkStatus();
                         }),
              absl::OkStatus());
    return adopted;
  }
};
INSTANTIATE_TEST_SUITE_P(Engines, RestoredTest, ::testing::Values("postgres"));

TEST_P(RestoredTest, EventsGoOnWhereTheyWere) {
  for (int i = 0; i < 4; ++i) ASSERT_OK(Publish("campaigns/a", std::to_string(i)));
  outbox::Batch had = Await(4);
  had.events.resize(2);
  had.positions.resize(2);
  const std::string refused = had.events[1].id();
  ASSERT_OK(db().Write(Soon(), [&](sql::Tx& tx) {
    return outbox::Advance(tx, "consumer", had, {{refused, "poison"}}, now_);
  }));
  EXPECT_FALSE(Adopt());
  Restore();
  ASSERT_OK(Publish("campaigns/a", "after the restore"));
  EXPECT_THAT(TextsOf(Pending(PositionOf("consumer")).events), IsEmpty());
  EXPECT_TRUE(Adopt());
  EXPECT_THAT(TextsOf(Await(3, PositionOf("consumer")).events),
              ElementsAre("2", "3", "after the restore"));
  ASSERT_OK(db().Read(Soon(), [&](sql::Tx& tx) -> absl::Status {
    ASSIGN_OR_RETURN(const auto aside, outbox::ListSetAside(tx, "consumer", 0, 10));
    EXPECT_EQ(aside.size(), 1u);
    if (!aside.empty()) EXPECT_EQ(TextOf(aside[0].event), "1");
    return absl::OkStatus();
  }));
  EXPECT_FALSE(Adopt());
}

TEST_P(RestoredTest, AConsumerThatHadNothingStartsAtTheBeginning) {
  ASSERT_OK(Publish("campaigns/a", "0"));
  Await(1);
  ASSERT_OK(Exec(db(), "INSERT INTO relay_position VALUES ('consumer', 0, 0)"));
  Restore();
  EXPECT_TRUE(Adopt());
  EXPECT_THAT(TextsOf(Await(1, PositionOf("consumer")).events), ElementsAre("0"));
}

}  // namespace
}  // namespace tarazy::testing
