#include "common/rpc/admission.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>
#include <vector>

#include "absl/time/clock.h"
#include "common/base/error.h"

namespace tarazy::rpc {
namespace {

TEST(AdmissionTest, RefusesWhenFullAndLetsInAgain) {
  Admission admission(1, absl::Milliseconds(5), 1);
  ASSERT_TRUE(admission.Enter(absl::InfiniteFuture()).ok());
  const absl::Status refused = admission.Enter(absl::InfiniteFuture());
  EXPECT_EQ(refused.code(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(DetailOf(refused).reason, Reason::kOverloaded);
  admission.Leave();
  EXPECT_TRUE(admission.Enter(absl::InfiniteFuture()).ok());
}

TEST(AdmissionTest, AQueueThatIsFullRefusesAtOnce) {
  Admission admission(1, absl::Seconds(60), 4);
  ASSERT_TRUE(admission.Enter(absl::InfiniteFuture()).ok());
  std::atomic<int> refused = 0;
  std::vector<std::thread> callers;
  for (int i = 0; i < 5; ++i) {
    callers.emplace_back([&] {
      if (admission.Enter(absl::InfiniteFuture()).ok()) {
        admission.Leave();
      } else {
        ++refused;
      }
    });
  }
  while (refused == 0) std::this_thread::yield();
  admission.Leave();
  for (std::thread& caller : callers) caller.join();
  EXPECT_EQ(refused, 1);
}

}  // namespace
}  // namespace tarazy::rpc
