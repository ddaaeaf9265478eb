#include "common/outbox/outbox.h"

#include <gtest/gtest.h>

#include <thread>

#include "tarazy/common/v1/localized.pb.h"
#include "tests/store/database_test.h"
#include "tests/store/service_store_test.h"

namespace tarazy::testing {
namespace {

common::v1::Localized Payload(const std::string& text) {
  common::v1::Localized payload;
  payload.set_en(text);
  return payload;
}

class OutboxTest : public RegistryTest {
 protected:
  absl::Status Publish(const std::string& aggregate, const std::string& text) {
    return db().Write(Soon(), [&](sql::Tx& tx) {
      return outbox::Publish(tx, aggregate, Payload(text), At(1700000000000000));
    });
  }
  // At least `wanted` of them: PostgreSQL's fence looks at the whole server, so that a transaction
  // in another database holds events back until it ends.
  std::vector<common::v1::Event> Await(size_t wanted, int64_t after = 0, int limit = 100) {
    const absl::Time until = absl::Now() + absl::Seconds(20);
    std::vector<common::v1::Event> events = Pending(after, limit);
    while (events.size() < wanted && absl::Now() < until) {
      absl::SleepFor(absl::Milliseconds(20));
      events = Pending(after, limit);
    }
    return events;
  }
  std::vector<common::v1::Event> Pending(int64_t after = 0, int limit = 100) {
    return Ok(InRead(
        db(), [&](sql::Tx& tx) { return outbox::Pending(tx, db().Engine(), after, limit); }));
  }
};

TEST_ON_BOTH_ENGINES(OutboxTest);

TEST_P(OutboxTest, AnEventComesBackAsItWas) {
  ASSERT_OK(Publish("campaigns/a", "opened"));
  const auto events = Await(1);
  ASSERT_EQ(events.size(), 1u);
  EXPECT_EQ(events[0].aggregate(), "campaigns/a");
  EXPECT_EQ(events[0].id().size(), 32u);
  EXPECT_EQ(events[0].time().seconds(), 1700000000);
  common::v1::Localized payload;
  ASSERT_TRUE(events[0].payload().UnpackTo(&payload));
  EXPECT_EQ(payload.en(), "opened");
}

TEST_P(OutboxTest, NothingIsPublishedByAChangeThatIsRolledBack) {
  const absl::Status status = db().Write(Soon(), [&](sql::Tx& tx) -> absl::Status {
    RETURN_IF_ERROR(outbox::Publish(tx, "campaigns/a", Payload("x"), At(0)));
    return absl::AbortedError("no");
  });
  EXPECT_FALSE(status.ok());
  EXPECT_TRUE(Pending().empty());
}

TEST_P(OutboxTest, AReaderThatGoesOnMissesNone) {
  for (int i = 0; i < 7; ++i) ASSERT_OK(Publish("campaigns/a", std::to_string(i)));
  ASSERT_EQ(Await(7).size(), 7u);
  std::string seen;
  int64_t after = 0;
  for (auto events = Pending(after, 2); !events.empty(); events = Pending(after, 2)) {
    for (const auto& event : events) {
      common::v1::Localized payload;
      ASSERT_TRUE(event.payload().UnpackTo(&payload));
      seen += payload.en();
      after = event.sequence();
    }
  }
  EXPECT_EQ(seen, "0123456");
}

// On PostgreSQL a sequence number is taken before its transaction commits: without the fence the
// reader would go past the one that is still under way and never see it.
TEST_P(OutboxTest, AnEventStillUnderWayHoldsBackThoseAfterIt) {
  if (db().Engine() != "postgres") return;  // SQLite has one writer at a time
  ASSERT_OK(db().Write(Soon(), [&](sql::Tx& tx) -> absl::Status {
    RETURN_IF_ERROR(outbox::Publish(tx, "campaigns/a", Payload("first"), At(0)));
    absl::Status second;
    std::thread([&] { second = Publish("campaigns/b", "second"); }).join();
    RETURN_IF_ERROR(second);
    std::vector<common::v1::Event> visible;
    std::thread([&] { visible = Pending(); }).join();
    EXPECT_TRUE(visible.empty()) << "the second is told before the first";
    return absl::OkStatus();
  }));
  EXPECT_EQ(Await(2).size(), 2u);
}

}  // namespace
}  // namespace tarazy::testing
