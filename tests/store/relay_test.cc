#include "common/outbox/relay.h"

#include <atomic>
#include <map>
#include <set>

#include "absl/random/random.h"
#include "absl/strings/match.h"
#include "common/outbox/inbox.h"
#include "tests/store/outbox_fixture.h"

namespace tarazy::testing {
namespace {

using outbox::Refusal;
using outbox::Relay;
using Events = absl::Span<const common::v1::Event>;
using Answer = absl::StatusOr<std::vector<Refusal>>;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

// Another service: takes each event once, by its inbox, and notes what it took in the order of its
// transactions. What its "poison" says, it refuses.
class Consumer {
 public:
  Consumer(const std::string& url, const std::string& name)
      : db_(OpenOrDie(url, name)), note_("INSERT INTO item (id, rank) VALUES (?1, ?2)") {}

  Answer Take(Events events) {
    std::vector<Refusal> refused;
    for (const common::v1::Event& event : events) {
      if (TextOf(event) == "poison") {
        refused.push_back({event.id(), "cannot be taken"});
        continue;
      }
      ++deliveries_;
      RETURN_IF_ERROR(db_->Write(Soon(), [&](sql::Tx& tx) -> absl::Status {
        ASSIGN_OR_RETURN(const bool fresh, outbox::Accept(tx, "source", event, absl::Now()));
        if (!fresh) return absl::OkStatus();
        int64_t last = 0;
        RETURN_IF_ERROR(
            tx.QueryOne("SELECT COALESCE(MAX(rank), 0) FROM item", {}, [&](const sql::Row& row) {
                last = row.Int(0);
              }).status());
        return tx
            .Exec(note_,
                  {sql::V(absl::StrCat(event.aggregate(), "=", TextOf(event), "#", last + 1)),
                   sql::V(last + 1)})
            .status();
      }));
    }
    return refused;
  }
  // "aggregate=text", in the order in which they took effect.
  std::vector<std::string> Taken() {
    std::vector<std::string> taken;
    EXPECT_EQ(db_->Read(Soon(),
                        [&](sql::Tx& tx) {
                          taken.clear();
                          return tx.Query("SELECT id FROM item ORDER BY rank", {},
                                          [&](const sql::Row& row) {
                                            const std::string id = row.Text(0);
                                            taken.push_back(id.substr(0, id.find('#')));
                                            return absl::OkStatus();
                                          });
                        }),
              absl::OkStatus());
    return taken;
  }
  int deliveries() const { return deliveries_; }

 private:
  const std::unique_ptr<sql::Database> db_;
  const std::string note_;
  std::atomic<int> deliveries_ = 0;
};

class RelayTest : public OutboxFixture {
 protected:
  RelayTest() : consumer_(url(), name() + "c") {}

  std::unique_ptr<Relay> Start(outbox::Deliver deliver, Relay::Options options = {}) {
    options.service = "source";
    options.consumer = "consumer";
    options.idle_pause = absl::Milliseconds(5);
    options.first_pause = absl::Milliseconds(2);
    options.longest_pause = absl::Milliseconds(20);
    auto relay = std::make_unique<Relay>(db(), clock_, std::move(deliver), std::move(options));
    relay->Start();
    return relay;
  }
  outbox::Deliver Take() {
    return [this](const Context&, Events events) { return consumer_.Take(events); };
  }
  bool EventuallyTaken(size_t count) {
    return Eventually([&] { return consumer_.Taken().size() >= count; });
  }
  // One more of the aggregate, with a pause between the change and the event and another before
  // the commit.
  absl::Status Count(const std::string& aggregate, absl::Duration pause) {
    return db().Write(Soon(), [&](sql::Tx& tx) -> absl::Status {
      int64_t count = 0;
      RETURN_IF_ERROR(
          tx.Exec("UPDATE counter SET count = count + 1 WHERE id = ?1", {sql::V(aggregate)})
              .status());
      RETURN_IF_ERROR(tx.QueryOne("SELECT count FROM counter WHERE id = ?1", {sql::V(aggregate)},
                                  [&](const sql::Row& row) { count = row.Int(0); })
                          .status());
      absl::SleepFor(pause);
      RETURN_IF_ERROR(outbox::Publish(tx, aggregate, Payload(std::to_string(count)), now_));
      absl::SleepFor(pause);
      return absl::OkStatus();
    });
  }

  const SystemClock clock_;
  Consumer consumer_;
};

TEST_ON_BOTH_ENGINES(RelayTest);

TEST_P(RelayTest, CarriesEventsInTheirOrder) {
  const auto relay = Start(Take(), {.batch = 2});
  for (const char* text : {"1", "2", "3", "4", "5"}) ASSERT_OK(Publish("a", text));
  ASSERT_TRUE(EventuallyTaken(5));
  EXPECT_THAT(consumer_.Taken(), ElementsAre("a=1", "a=2", "a=3", "a=4", "a=5"));
}

// Two relays at once, answers that get lost, writers that overlap: nothing is lost, each takes
// effect once, and each aggregate's in order.
TEST_P(RelayTest, WhateverHappensEachTakesEffectOnceAndInOrder) {
  constexpr int kWriters = 4, kAggregates = 5, kEach = 40;
  for (int i = 1; i < kAggregates; ++i) {
    ASSERT_OK(Exec(db(), "INSERT INTO counter (id, count) VALUES (?1, 0)",
                   {sql::V(std::string(1, static_cast<char>('a' + i)))}));
  }
  const outbox::Deliver shaky = [this](const Context&, Events events) -> Answer {
    thread_local absl::BitGen random;
    if (absl::Bernoulli(random, 0.2)) return absl::UnavailableError("lost on its way");
    Answer answer = consumer_.Take(
        events.subspan(0, absl::Uniform<size_t>(absl::IntervalClosed, random, 1, events.size())));
    const bool all = absl::Bernoulli(random, 0.6);
    if (answer.ok() && all) answer = consumer_.Take(events);
    if (!all) return absl::UnavailableError("the answer is lost");
    return answer;
  };
  const auto one = Start(shaky, {.batch = 7});
  const auto other = Start(shaky, {.batch = 3});
  InParallel(kWriters, [&](int) {
    absl::BitGen random;
    for (int i = 0; i < kEach; ++i) {
      const std::string aggregate(1,
                                  static_cast<char>('a' + absl::Uniform(random, 0, kAggregates)));
      const absl::Status status =
          Count(aggregate, absl::Microseconds(absl::Uniform(random, 0, IsSqlite() ? 300 : 3000)));
      EXPECT_TRUE(status.ok()) << status;
    }
  });
  ASSERT_TRUE(EventuallyTaken(kWriters * kEach));
  std::map<std::string, int> last;
  for (const std::string& taken : consumer_.Taken()) {
    const std::string aggregate = taken.substr(0, taken.find('='));
    EXPECT_EQ(taken, absl::StrCat(aggregate, "=", ++last[aggregate]));
  }
  int total = 0;
  for (const auto& [aggregate, count] : last) {
    EXPECT_EQ(ReadInt(db(), absl::StrCat("SELECT count FROM counter WHERE id = '", aggregate, "'")),
              count);
    total += count;
  }
  EXPECT_EQ(total, kWriters * kEach);
}

TEST_P(RelayTest, APoisonousEventIsSetAsideAndThoseBehindItGoOn) {
  obs::Metrics metrics;
  const auto relay = Start(Take(), {.metrics = &metrics});
  for (const char* text : {"1", "poison", "3"}) ASSERT_OK(Publish("a", text));
  ASSERT_TRUE(EventuallyTaken(2));
  EXPECT_THAT(consumer_.Taken(), ElementsAre("a=1", "a=3"));
  ASSERT_TRUE(Eventually([&] {
    return ReadInt(db(), "SELECT COUNT(*) FROM relay_set_aside WHERE reason = 'cannot be taken'") ==
           1;
  }));
  const std::string labels = "{consumer=\"consumer\",service=\"source\"} ";
  EXPECT_TRUE(Eventually([&] {
    const std::string shown = metrics.Render();
    return absl::StrContains(shown, "tarazy_outbox_delivered_total" + labels + "2") &&
           absl::StrContains(shown, "tarazy_outbox_refused_total" + labels + "1");
  })) << metrics.Render();
}

TEST_P(RelayTest, WhileTheConsumerIsDownTheLagGrowsAndThenAllIsDelivered) {
  std::atomic<bool> down = true;
  obs::Metrics metrics;
  const auto relay = Start(
      [&](const Context&, Events events) -> Answer {
        if (down) return absl::UnavailableError("down");
        return consumer_.Take(events);
      },
      {.metrics = &metrics});
  for (const char* text : {"1", "2", "3"}) ASSERT_OK(Publish("a", text));
  const std::string labels = "{consumer=\"consumer\",service=\"source\"} ";
  EXPECT_TRUE(Eventually([&] {
    return absl::StrContains(metrics.Render(), "tarazy_outbox_undelivered_events" + labels + "3");
  })) << metrics.Render();
  // They were made in 2023.
  EXPECT_THAT(metrics.Render(), Not(HasSubstr("tarazy_outbox_lag_seconds" + labels + "0\n")));
  EXPECT_EQ(consumer_.deliveries(), 0);
  down = false;
  ASSERT_TRUE(EventuallyTaken(3));
  EXPECT_THAT(consumer_.Taken(), ElementsAre("a=1", "a=2", "a=3"));
  EXPECT_TRUE(Eventually([&] {
    const std::string shown = metrics.Render();
    return absl::StrContains(shown, "tarazy_outbox_undelivered_events" + labels + "0\n") &&
           absl::StrContains(shown, "tarazy_outbox_lag_seconds" + labels + "0\n");
  })) << metrics.Render();
}

// Killed after the consumer's commit and before its own: what it carried comes again.
TEST_P(RelayTest, KilledBeforeItsPositionMovesItDeliversAgainAndNothingHappensTwice) {
  for (const char* text : {"1", "2"}) ASSERT_OK(Publish("a", text));
  Await(2);
  std::atomic<bool> taken = false;
  auto killed = Start([&](const Context& context, Events events) -> Answer {
    RETURN_IF_ERROR(consumer_.Take(events).status());
    taken = true;
    Eventually([&] { return context.Expired(); });
    return absl::CancelledError("killed");
  });
  ASSERT_TRUE(Eventually([&] { return taken.load(); }));
  killed.reset();
  EXPECT_EQ(PositionOf("consumer"), outbox::Position());
  const int before = consumer_.deliveries();
  const auto next = Start(Take());
  ASSERT_TRUE(Eventually([&] { return PositionOf("consumer") != outbox::Position(); }));
  EXPECT_EQ(consumer_.deliveries(), before + 2);
  EXPECT_THAT(consumer_.Taken(), ElementsAre("a=1", "a=2"));
}

TEST_P(RelayTest, StopCancelsTheDeliveryUnderWay) {
  ASSERT_OK(Publish("a", "1"));
  std::atomic<bool> delivering = false;
  const auto relay = Start([&](const Context& context, Events) -> Answer {
    delivering = true;
    Eventually([&] { return context.Expired(); });
    return absl::CancelledError("stopping");
  });
  ASSERT_TRUE(Eventually([&] { return delivering.load(); }));
  const absl::Time begin = absl::Now();
  relay->Stop();
  EXPECT_LT(absl::Now() - begin, absl::Seconds(1));
}

TEST_P(RelayTest, AWokenOneDoesNotWaitForItsPause) {
  Relay relay(db(), clock_, Take(),
              {.service = "source", .consumer = "consumer", .idle_pause = absl::Hours(1)});
  relay.Start();
  ASSERT_OK(Publish("a", "1"));
  // Again and again, since the fence may hold the event back for a while.
  EXPECT_TRUE(Eventually([&] {
    relay.Wake();
    return !consumer_.Taken().empty();
  }));
}

TEST_P(RelayTest, OldEventsArePurgedOnceTheConsumerHasThem) {
  ASSERT_OK(Publish("a", "1"));  // made in 2023
  const auto relay = Start(Take(), {.purge_every = absl::Milliseconds(1)});
  ASSERT_TRUE(EventuallyTaken(1));
  EXPECT_TRUE(Eventually([&] { return ReadInt(db(), "SELECT COUNT(*) FROM outbox") == 0; }));
  ASSERT_OK(Publish("a", "2"));
  ASSERT_TRUE(EventuallyTaken(2));
}

}  // namespace
}  // namespace tarazy::testing
