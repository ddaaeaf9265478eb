#include "common/cache/circuit_breaker.h"

#include <gtest/gtest.h>

#include <thread>

namespace tarazy::cache {
namespace {

void FailUntilOpen(CircuitBreaker& breaker) {
  while (!breaker.open()) breaker.Failed();
}

void AwaitProbe(CircuitBreaker& breaker) {
  while (!breaker.Allow()) std::this_thread::yield();
}

TEST(CircuitBreakerTest, OpensAfterFailuresInARowOnly) {
  CircuitBreaker breaker({.failures = 3, .first_pause = absl::Hours(1)});
  breaker.Failed();
  breaker.Failed();
  breaker.Succeeded();
  breaker.Failed();
  breaker.Failed();
  EXPECT_TRUE(breaker.Allow());
  breaker.Failed();
  EXPECT_TRUE(breaker.open());
  EXPECT_FALSE(breaker.Allow());
}

TEST(CircuitBreakerTest, AfterThePauseOneProbeIsAllowed) {
  CircuitBreaker breaker({.first_pause = absl::Milliseconds(5)});
  FailUntilOpen(breaker);
  AwaitProbe(breaker);
  EXPECT_FALSE(breaker.Allow());
  breaker.Succeeded();
  EXPECT_FALSE(breaker.open());
  EXPECT_TRUE(breaker.Allow());
  EXPECT_TRUE(breaker.Allow());
}

TEST(CircuitBreakerTest, AFailedProbeWaitsLongerUpToABound) {
  CircuitBreaker breaker(
      {.first_pause = absl::Milliseconds(10), .max_pause = absl::Milliseconds(40), .jitter = 0});
  FailUntilOpen(breaker);
  for (const int pause : {10, 20, 40, 40}) {
    const auto start = std::chrono::steady_clock::now();
    AwaitProbe(breaker);
    EXPECT_GE(std::chrono::steady_clock::now() - start, std::chrono::milliseconds(pause - 2));
    breaker.Failed();
  }
  EXPECT_TRUE(breaker.open());
}

TEST(CircuitBreakerTest, LateFailuresOfOthersDoNotProlongThePause) {
  CircuitBreaker breaker(
      {.first_pause = absl::Milliseconds(1), .max_pause = absl::Hours(1), .jitter = 0});
  FailUntilOpen(breaker);
  for (int i = 0; i < 100; ++i) breaker.Failed();
  AwaitProbe(breaker);
}

TEST(CircuitBreakerTest, ShowsWhetherItIsOpen) {
  obs::Metrics metrics;
  CircuitBreaker breaker({.first_pause = absl::Hours(1)});
  breaker.Show(metrics.AddGauge("open", ""));
  FailUntilOpen(breaker);
  EXPECT_NE(metrics.Render().find("\nopen 1\n"), std::string::npos);
  breaker.Succeeded();
  EXPECT_NE(metrics.Render().find("\nopen 0\n"), std::string::npos);
}

}  // namespace
}  // namespace tarazy::cache
