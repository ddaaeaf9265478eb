#include "common/obs/call_metrics.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/obs/metrics.h"

namespace tarazy::obs {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(CallMetricsTest, CountsByCode) {
  Metrics metrics;
  CallMetrics& method = metrics.ForMethod("a.B/C");
  EXPECT_EQ(&metrics.ForMethod("a.B/C"), &method);
  for (const auto code :
       {absl::StatusCode::kOk, absl::StatusCode::kOk, absl::StatusCode::kNotFound}) {
    method.Begin();
    method.End(code, absl::Milliseconds(2));
  }
  const std::string text = metrics.Render();
  EXPECT_THAT(text, HasSubstr("tarazy_calls_total{code=\"OK\",method=\"a.B/C\"} 2"));
  EXPECT_THAT(text, HasSubstr("tarazy_calls_total{code=\"NOT_FOUND\",method=\"a.B/C\"} 1"));
  EXPECT_THAT(text, Not(HasSubstr("INTERNAL"))) << "never came";
  EXPECT_THAT(text, HasSubstr("tarazy_call_seconds_count{method=\"a.B/C\"} 3"));
}

TEST(CallMetricsTest, ShowsCallsUnderWay) {
  Metrics metrics;
  metrics.ForMethod("a.B/C").Begin();
  EXPECT_THAT(metrics.Render(), HasSubstr("tarazy_calls_in_flight{method=\"a.B/C\"} 1"));
  metrics.ForMethod("a.B/C").End(absl::StatusCode::kOk, absl::ZeroDuration());
  EXPECT_THAT(metrics.Render(), HasSubstr("tarazy_calls_in_flight{method=\"a.B/C\"} 0"));
}

}  // namespace
}  // namespace tarazy::obs
