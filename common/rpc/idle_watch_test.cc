#include "common/rpc/idle_watch.h"

#include <gtest/gtest.h>

#include <atomic>
#include <future>

namespace tarazy::rpc {
namespace {

constexpr absl::Duration kLong = absl::Minutes(10);

// When `watch` stopped its stream; fails the test when it does not.
class Stop {
 public:
  std::function<void()> Callback() {
    return [this] { stopped_.set_value(absl::Now()); };
  }
  absl::Time Await() {
    auto future = stopped_.get_future();
    const bool came = future.wait_for(std::chrono::seconds(20)) == std::future_status::ready;
    EXPECT_TRUE(came);
    return came ? future.get() : absl::InfinitePast();
  }

 private:
  std::promise<absl::Time> stopped_;
};

TEST(IdleWatchTest, AStreamThatDoesNotMoveIsStopped) {
  Stop stop;
  const absl::Time begin = absl::Now();
  const IdleWatch watch(begin + kLong, stop.Callback(), absl::Milliseconds(20));
  EXPECT_GE(stop.Await() - begin, absl::Milliseconds(20));
}

TEST(IdleWatchTest, EveryMoveBeginsTheWaitAnew) {
  Stop stop;
  const IdleWatch watch(absl::Now() + kLong, stop.Callback(), absl::Milliseconds(200));
  absl::SleepFor(absl::Milliseconds(5));
  watch.Touch();
  const absl::Time touched = absl::Now();
  EXPECT_GE(stop.Await() - touched, absl::Milliseconds(195));
}

TEST(IdleWatchTest, TheDeadlineStopsAMovingStream) {
  Stop stop;
  const absl::Time deadline = absl::Now() + absl::Milliseconds(30);
  const IdleWatch watch(deadline, stop.Callback(), kLong);
  watch.Touch();
  EXPECT_GE(stop.Await(), deadline);
}

TEST(IdleWatchTest, AStreamThatEndedIsNotStopped) {
  std::atomic<int> stops = 0;
  {
    const IdleWatch watch(
        absl::Now() + kLong, [&] { ++stops; }, kLong);
  }
  EXPECT_EQ(stops, 0);
}

}  // namespace
}  // namespace tarazy::rpc
