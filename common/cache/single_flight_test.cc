#include "common/cache/single_flight.h"

#include <gtest/gtest.h>

#include <atomic>
#include <deque>
#include <thread>

#include "absl/time/clock.h"
#include "common/base/error.h"

namespace tarazy::cache {
namespace {

Value Text(absl::string_view text) { return std::make_shared<const std::string>(text); }

absl::Time Soon() { return absl::Now() + absl::Seconds(20); }

// Opened once; whoever waits at it goes on then.
class Gate {
 public:
  void Open() {
    MutexLock lock(mu_);
    open_ = true;
    changed_.NotifyAll();
  }
  void Wait() {
    MutexLock lock(mu_);
    while (!open_) changed_.Wait(mu_);
  }

 private:
  Mutex mu_;
  CondVar changed_;
  bool open_ ABSL_GUARDED_BY(mu_) = false;
};

// Keeps tasks until the test runs them.
class ManualExecutor {
 public:
  Executor Get() {
    return [this](std::function<void()> task) {
      if (refuse) return false;
      tasks.push_back(std::move(task));
      return true;
    };
  }
  void RunNext() {
    const auto task = std::move(tasks.front());
    tasks.pop_front();
    task();
  }

  std::deque<std::function<void()>> tasks;
  bool refuse = false;
};

// What `done` was called with, and how often.
struct Outcome {
  SingleFlight::Done Done() {
    return [this](const Result& given) {
      ++calls;
      result = given;
    };
  }
  int calls = 0;
  Result result = absl::UnknownError("not called");
};

SingleFlight::Work Give(absl::string_view text) {
  return [text = std::string(text)] { return Text(text); };
}

SingleFlight::Work Fail(const absl::Status& status) {
  return [status] { return Result(status); };
}

TEST(SingleFlightTest, AHerdOf256ThreadsRunsOneComputation) {
  constexpr int kThreads = 256;
  obs::Metrics metrics;
  SingleFlight flights(metrics.AddCounter("joined", ""));
  Gate gate;
  std::atomic<int> runs = 0;
  std::atomic<int> good = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < kThreads; ++i) {
    threads.emplace_back([&] {
      const Result result = flights.Do("key", Soon(), [&] {
        ++runs;
        gate.Wait();
        return Result(Text("value"));
      });
      if (result.ok() && **result == "value") ++good;
    });
  }
  while (metrics.Render().find("\njoined 255\n") == std::string::npos) {
    absl::SleepFor(absl::Milliseconds(1));  // between looks at a condition
  }
  gate.Open();
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(runs, 1);
  EXPECT_EQ(good, kThreads);
}

TEST(SingleFlightTest, OtherKeysDoNotWait) {
  SingleFlight flights;
  const Result result =
      flights.Do("outer", Soon(), [&] { return flights.Do("inner", Soon(), Give("value")); });
  ASSERT_TRUE(result.ok());
  EXPECT_EQ(**result, "value");
}

TEST(SingleFlightTest, TheNextCallerAfterAResultComputesAgain) {
  SingleFlight flights;
  EXPECT_EQ(**flights.Do("key", Soon(), Give("1")), "1");
  EXPECT_EQ(**flights.Do("key", Soon(), Give("2")), "2");
}

TEST(SingleFlightTest, ErrorsOfTheWorkAreShared) {
  SingleFlight flights;
  ManualExecutor executor;
  Outcome first, second;
  flights.Start("key", Soon(), executor.Get(), Fail(NotFound("thing", "key")), first.Done());
  flights.Start("key", Soon(), executor.Get(), Give("not run"), second.Done());
  executor.RunNext();
  EXPECT_TRUE(executor.tasks.empty());
  EXPECT_TRUE(absl::IsNotFound(first.result.status()));
  EXPECT_TRUE(absl::IsNotFound(second.result.status()));
  EXPECT_EQ(first.calls + second.calls, 2);
}

TEST(SingleFlightTest, AfterACancelledLeaderTheNextOneLeads) {
  for (const absl::Status& own : {absl::CancelledError(), absl::DeadlineExceededError("")}) {
    SingleFlight flights;
    ManualExecutor executor;
    Outcome first, second, third;
    flights.Start("key", Soon(), executor.Get(), Fail(own), first.Done());
    flights.Start("key", Soon(), executor.Get(), Give("second's"), second.Done());
    flights.Start("key", Soon(), executor.Get(), Give("third's"), third.Done());
    executor.RunNext();
    EXPECT_EQ(first.result.status(), own);
    EXPECT_EQ(second.calls, 0);
    executor.RunNext();
    EXPECT_TRUE(executor.tasks.empty());
    ASSERT_TRUE(second.result.ok() && third.result.ok());
    EXPECT_EQ(**second.result, "second's");
    EXPECT_EQ(**third.result, "second's");
  }
}

TEST(SingleFlightTest, ABlockedThreadLeadsAfterACancelledCallback) {
  obs::Metrics metrics;
  SingleFlight flights(metrics.AddCounter("joined", ""));
  ManualExecutor executor;
  Outcome first;
  flights.Start("key", Soon(), executor.Get(), Fail(absl::CancelledError()), first.Done());
  Result blocked = absl::UnknownError("");
  std::thread thread([&] { blocked = flights.Do("key", Soon(), Give("mine")); });
  while (metrics.Render().find("\njoined 1\n") == std::string::npos) std::this_thread::yield();
  executor.RunNext();
  thread.join();
  ASSERT_TRUE(blocked.ok());
  EXPECT_EQ(**blocked, "mine");
}

TEST(SingleFlightTest, ABlockedThreadLeavesAtItsDeadlineAndTheFlightGoesOn) {
  SingleFlight flights;
  ManualExecutor executor;
  Outcome first;
  flights.Start("key", Soon(), executor.Get(), Fail(absl::CancelledError()), first.Done());
  const Result late = flights.Do("key", absl::Now() + absl::Milliseconds(5), Give("not run"));
  EXPECT_TRUE(absl::IsDeadlineExceeded(late.status()));
  // The leader fails for its own reason: the one that left is not waited for.
  executor.RunNext();
  EXPECT_EQ(**flights.Do("key", Soon(), Give("new")), "new");
}

TEST(SingleFlightTest, AWaiterWhoseTimeIsOverIsPassedBy) {
  SingleFlight flights;
  ManualExecutor executor;
  Outcome first, late, third;
  flights.Start("key", Soon(), executor.Get(), Fail(absl::CancelledError()), first.Done());
  flights.Start("key", absl::Now(), executor.Get(), Give("not run"), late.Done());
  flights.Start("key", Soon(), executor.Get(), Give("third's"), third.Done());
  executor.RunNext();
  EXPECT_TRUE(absl::IsDeadlineExceeded(late.result.status()));
  executor.RunNext();
  EXPECT_EQ(**third.result, "third's");
}

TEST(SingleFlightTest, WorkWhoseTimeWasSpentInTheQueueIsNotRun) {
  SingleFlight flights;
  ManualExecutor executor;
  Outcome outcome;
  bool ran = false;
  const auto work = [&ran] {
    ran = true;
    return Result(Text(""));
  };
  flights.Start("key", absl::Now(), executor.Get(), work, outcome.Done());
  executor.RunNext();
  EXPECT_FALSE(ran);
  EXPECT_TRUE(absl::IsDeadlineExceeded(outcome.result.status()));
}

TEST(SingleFlightTest, ARefusingExecutorIsOverloadAndTheKeyIsFreeAgain) {
  SingleFlight flights;
  ManualExecutor executor;
  executor.refuse = true;
  Outcome refused;
  flights.Start("key", Soon(), executor.Get(), Give("not run"), refused.Done());
  EXPECT_EQ(refused.calls, 1);
  EXPECT_TRUE(absl::IsResourceExhausted(refused.result.status()));
  EXPECT_EQ(DetailOf(refused.result.status()).reason, Reason::kOverloaded);
  EXPECT_EQ(**flights.Do("key", Soon(), Give("value")), "value");
}

TEST(SingleFlightTest, AfterIsRunByTheLeaderOnceEverybodyHasTheResult) {
  SingleFlight flights;
  ManualExecutor executor;
  Outcome first, second;
  int seen = 0;
  const auto after = [&] { seen = first.calls + second.calls; };
  flights.Start("key", Soon(), executor.Get(), Give("value"), first.Done(), after);
  flights.Start("key", Soon(), executor.Get(), Give("not run"), second.Done(),
                [] { FAIL() << "did not lead"; });
  executor.RunNext();
  EXPECT_EQ(seen, 2);
}

}  // namespace
}  // namespace tarazy::cache
