// What is counted of one method. Found once when the server starts, so that counting a call takes
// neither an allocation nor a look-up by label.
#pragma once

#include <array>
#include <atomic>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace prometheus {
template <typename T>
class Family;
class Counter;
class Gauge;
class Histogram;
}  // namespace prometheus

namespace tarazy::obs {

class CallMetrics {
 public:
  CallMetrics(std::string method, prometheus::Family<prometheus::Counter>& calls,
              prometheus::Histogram& seconds, prometheus::Gauge& in_flight)
      : method_(std::move(method)), calls_(calls), seconds_(seconds), in_flight_(in_flight) {}

  void Begin();
  // Each Begin is followed by one End.
  void End(absl::StatusCode code, absl::Duration took);

 private:
  prometheus::Counter& ByCode(absl::StatusCode code);

  const std::string method_;
  prometheus::Family<prometheus::Counter>& calls_;
  prometheus::Histogram& seconds_;
  prometheus::Gauge& in_flight_;
  // By code; made when first needed, so that codes that never came have no series.
  std::array<std::atomic<prometheus::Counter*>, 17> by_code_ = {};
};

}  // namespace tarazy::obs
