// kill -9 of every server process at any moment of any operation, again and again: what was
// acknowledged is there exactly once, what was not is there wholly or not at all, and sending it
// again does it once.
//
// TARAZY_TEST_CHAOS_LOOPS says how often; TARAZY_TEST_CHAOS_SEED repeats a run's random choices.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <iterator>
#include <memory>
#include <thread>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "tests/chaos/activity.h"
#include "tests/chaos/checker.h"
#include "tests/chaos/feed_follower.h"
#include "tests/chaos/postgres_proxy.h"
#include "tests/chaos/worker.h"
#include "tests/testing/temp_postgres.h"

namespace tarazy::chaos {
namespace {

constexpr int kWorkers = 3;
constexpr int kLoopsPerDeployment = 25;
constexpr absl::Duration kMaxStart = absl::Seconds(1);
constexpr absl::Duration kPatience = absl::Seconds(2);

// What the strikes aim at.
constexpr absl::string_view kTargets[] = {
    "import verified", "import draft", "submit",   "compute",  "publish", "withdraw",
    "ranking",         "institution",  "register", "decision", "case",    "mark"};
// Those that must have been hit, however the dice fall.
constexpr absl::string_view kMustHit[] = {"import verified", "submit", "compute", "publish",
                                          "decision"};

uint64_t Setting(const char* name, uint64_t otherwise) {
  uint64_t value = 0;
  const char* const text = std::getenv(name);
  return text != nullptr && absl::SimpleAtoi(text, &value) ? value : otherwise;
}

class KillTest : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!e2e::Setup::FromEnvironment().postgres) return;
    auto server = testing::TempPostgres::Start();
    ASSERT_TRUE(server.ok()) << server.status();
    server_ = *std::move(server);
    proxy_ = std::make_unique<PostgresProxy>(server_->folder());
  }

  void Begin() {
    deployment_.reset();
    workers_.clear();
    feed_ = std::make_unique<FeedFollower>();
    e2e::Setup setup = e2e::Setup::FromEnvironment();
    if (setup.postgres) setup.database = proxy_->NewDatabase();
    deployment_ = e2e::Deployment::Start(setup);
    for (int i = 0; i < kWorkers; ++i) {
      workers_.push_back(std::make_unique<Worker>(absl::StrCat("w", i), random_()));
    }
  }

  // Waits for the moment: anywhere in an operation, at its answer, or while it is written.
  void AwaitMoment() {
    const absl::string_view target = kTargets[Below(random_, std::size(kTargets))];
    for (int i = Below(random_, 4); i > 0; --i) activity_.AwaitEnd(target, kPatience / 4);
    switch (Below(random_, 4)) {
      case 0:
        return activity_.AwaitEnd(target, kPatience);
      case 1:
        return AwaitWrite(target);
      default:
        activity_.AwaitBegin(target, kPatience);
        absl::SleepFor(activity_.Typical(target) * 1.2 * (Below(random_, 1000) / 1000.0));
    }
  }

  // SQLite: one of the first writes to the log. PostgreSQL: COMMIT passes on its way there.
  void AwaitWrite(absl::string_view target) {
    const std::string service = target == "institution" || target == "register" ? "registry"
                                : target == "decision" || target == "case" || target == "mark"
                                    ? "accreditation"
                                    : "rankings";
    if (proxy_ != nullptr) {
      activity_.AwaitBegin(target, kPatience);
      proxy_->AtNextCommit("tarazy-" + service, AtCommit::kPass);
      proxy_->AwaitCommit(kPatience / 4);
      absl::SleepFor(absl::Microseconds(Below(random_, 500)));
    } else {
      WriteWatch watch(absl::StrCat(deployment_->folder(), "/data/", service, ".db-wal"));
      activity_.AwaitBegin(target, kPatience);
      watch.Await(1 + Below(random_, 12), kPatience / 4);
    }
  }

  void Strike() {
    activity_.Strike();
    if (deployment_->many() && Below(random_, 2) == 0) deployment_->KillRegistry();
    deployment_->KillAll();
  }

  void Loop() {
    activity_.Calm();
    {
      Clients clients(*deployment_);
      std::vector<std::thread> threads;
      feed_->Start(clients);
      for (const auto& worker : workers_) {
        threads.emplace_back([&, w = worker.get()] { w->Work(clients, activity_); });
      }
      AwaitMoment();
      Strike();
      for (std::thread& thread : threads) thread.join();
      feed_->Join();
    }
    const absl::Duration start = deployment_->Restart();
    EXPECT_LT(start, kMaxStart);
    starts_.push_back(start);
    Check();
  }

  void Check() {
    Clients clients(*deployment_);
    for (const auto& worker : workers_) {
      worker->ExpectAllOrNothing(clients);
      ++hits_[std::string(worker->pending())].first;
      if (worker->was_done()) ++hits_[std::string(worker->pending())].second;
    }
    ExpectStoreIsWhole(*deployment_);
    for (const auto& worker : workers_) {
      worker->Settle(clients);
      worker->ExpectSameAnswers(clients, 2);
      worker->ExpectStored(clients, /*all=*/false);
      worker->ExpectAccreditation(clients, /*all=*/false);
    }
    const auto institutions = ReadInstitutions(clients);
    for (const auto& worker : workers_) worker->ExpectInstitutions(institutions);
  }

  void End() {
    Clients clients(*deployment_);
    for (const auto& worker : workers_) {
      worker->ExpectStored(clients, /*all=*/true);
      worker->ExpectAccreditation(clients, /*all=*/true);
      acknowledged_ += worker->acknowledged();
    }
    ExpectStoreIsWhole(*deployment_);
    // The feed, read through all the kills, has every decision once and nothing else.
    feed_->CatchUp(clients);
    size_t decisions = 0;
    for (const auto& worker : workers_) {
      for (const DecisionFacts& decision : worker->realm().decisions) {
        EXPECT_TRUE(feed_->decisions().contains(decision.name)) << decision.name;
        ++decisions;
      }
    }
    EXPECT_EQ(feed_->decisions().size(), decisions);
    resumed_ += feed_->resumed();
    followed_ += static_cast<int>(decisions);
  }

  void Report(int loops) {
    std::sort(starts_.begin(), starts_.end());
    std::cout << loops << " loops, " << acknowledged_ << " operations acknowledged; from start to "
              << "ready: median " << starts_[starts_.size() / 2] << ", longest " << starts_.back()
              << "\nthe register's feed: " << followed_ << " changes, resumed " << resumed_
              << " times"
              << "\nnot answered (of these, found done):\n";
    for (const auto& [kind, count] : hits_) {
      std::cout << "  " << kind << ": " << count.first << " (" << count.second << ")\n";
    }
  }

  bool EachWasHit() const {
    return std::all_of(std::begin(kMustHit), std::end(kMustHit), [this](absl::string_view kind) {
      const auto hits = hits_.find(std::string(kind));
      return hits != hits_.end() && hits->second.first > 0;
    });
  }

  Random random_;
  std::unique_ptr<testing::TempPostgres> server_;
  std::unique_ptr<PostgresProxy> proxy_;
  std::unique_ptr<e2e::Deployment> deployment_;
  std::vector<std::unique_ptr<Worker>> workers_;
  std::unique_ptr<FeedFollower> feed_;
  int resumed_ = 0;
  int followed_ = 0;
  Activity activity_;
  std::vector<absl::Duration> starts_;
  std::map<std::string, std::pair<int, int>> hits_;
  int acknowledged_ = 0;
};

TEST_F(KillTest, AcknowledgedOperationsSurviveExactlyOnce) {
  const int loops = static_cast<int>(Setting("TARAZY_TEST_CHAOS_LOOPS", 25));
  const uint64_t seed = Setting("TARAZY_TEST_CHAOS_SEED", std::random_device()());
  std::cout << "TARAZY_TEST_CHAOS_SEED=" << seed << std::endl;
  random_.seed(seed);
  // Which operation a kill hits is a matter of lots: with enough kills a run goes on until each was
  // hit, within reason.
  const bool enough = loops >= kLoopsPerDeployment;
  const int most = enough ? loops + 3 * kLoopsPerDeployment : loops;
  int loop = 0;
  for (; !HasFailure() && (loop < loops || (loop < most && !EachWasHit())); ++loop) {
    SCOPED_TRACE(absl::StrCat("loop ", loop, " of seed ", seed));
    if (loop % kLoopsPerDeployment == 0) Begin();
    Loop();
    if ((loop + 1) % kLoopsPerDeployment == 0) End();
  }
  if (loop % kLoopsPerDeployment != 0 && !HasFailure()) End();
  Report(loop);
  for (const absl::string_view kind : kMustHit) {
    if (enough) {
      EXPECT_GT(hits_[std::string(kind)].first, 0) << kind << " was never hit";
    }
  }
}

}  // namespace
}  // namespace tarazy::chaos
