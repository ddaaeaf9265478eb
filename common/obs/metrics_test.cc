#include "common/obs/metrics.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>
#include <vector>

namespace tarazy::obs {
namespace {

using ::testing::HasSubstr;

TEST(MetricsTest, CountersOfOneFamilyAreSeriesByTheirLabels) {
  Metrics metrics;
  const Counter hits = metrics.AddCounter("tarazy_reads_total", "Reads", {{"result", "hit"}});
  const Counter misses = metrics.AddCounter("tarazy_reads_total", "Reads", {{"result", "miss"}});
  hits.Increment();
  hits.Increment(2);
  misses.Increment();
  EXPECT_THAT(metrics.Render(), HasSubstr("tarazy_reads_total{result=\"hit\"} 3\n"));
  EXPECT_THAT(metrics.Render(), HasSubstr("tarazy_reads_total{result=\"miss\"} 1\n"));
}

TEST(MetricsTest, TheSameNameAndLabelsAreTheSameSeries) {
  Metrics metrics;
  metrics.AddCounter("tarazy_reads_total", "Reads", {{"result", "hit"}}).Increment();
  metrics.AddCounter("tarazy_reads_total", "Reads", {{"result", "hit"}}).Increment();
  EXPECT_THAT(metrics.Render(), HasSubstr("tarazy_reads_total{result=\"hit\"} 2\n"));
}

TEST(MetricsTest, GaugesGoUpAndDown) {
  Metrics metrics;
  const Gauge bytes = metrics.AddGauge("tarazy_bytes", "Bytes held");
  bytes.Set(10);
  bytes.Add(5);
  bytes.Add(-8);
  EXPECT_THAT(metrics.Render(), HasSubstr("tarazy_bytes 7\n"));
}

TEST(MetricsTest, CountingFromManyThreadsLosesNothing) {
  Metrics metrics;
  const Counter counter = metrics.AddCounter("tarazy_reads_total", "Reads");
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&counter] {
      for (int j = 0; j < 1000; ++j) counter.Increment();
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_THAT(metrics.Render(), HasSubstr("tarazy_reads_total 4000\n"));
}

TEST(MetricsTest, HandlesMadeByDefaultCountNothing) {
  const Metrics metrics;
  const std::string before = metrics.Render();
  Counter().Increment();
  Gauge().Set(1);
  Histogram().Observe(1);
  EXPECT_EQ(metrics.Render(), before);
}

TEST(MetricsTest, SaysWhichReleaseThisIs) {
  EXPECT_THAT(Metrics().Render(), HasSubstr("tarazy_build_info{version=\""));
}

}  // namespace
}  // namespace tarazy::obs
