// What the process counts, in Prometheus' text format on the plain HTTP port.
#pragma once

#include <memory>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace prometheus {
class Registry;
template <typename T>
class Family;
class Counter;
class Histogram;
}  // namespace prometheus

namespace tarazy::obs {

class Metrics {
 public:
  Metrics();
  ~Metrics();

  // One finished call. `method` is "package.Service/Method", `code` a gRPC code's name: both come
  // from the program, so the number of series is bounded.
  void CountCall(absl::string_view method, absl::string_view code, absl::Duration took);

  // Everything, in the text exposition format.
  std::string Render() const;

 private:
  const std::shared_ptr<prometheus::Registry> registry_;
  prometheus::Family<prometheus::Counter>& calls_;
  prometheus::Family<prometheus::Histogram>& seconds_;
};

}  // namespace tarazy::obs
