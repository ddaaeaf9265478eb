#include "common/obs/call_metrics.h"

#include <prometheus/counter.h>
#include <prometheus/family.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>

namespace tarazy::obs {

void CallMetrics::Begin() { in_flight_.Increment(); }

void CallMetrics::End(absl::StatusCode code, absl::Duration took) {
  in_flight_.Decrement();
  ByCode(code).Increment();
  seconds_.Observe(absl::ToDoubleSeconds(took));
}

prometheus::Counter& CallMetrics::ByCode(absl::StatusCode code) {
  size_t index = static_cast<size_t>(code);
  if (index >= by_code_.size()) index = static_cast<size_t>(absl::StatusCode::kUnknown);
  prometheus::Counter* counter = by_code_[index].load(std::memory_order_acquire);
  if (counter == nullptr) {  // Add gives the same counter to all that race here
    counter =
        &calls_.Add({{"method", method_},
                     {"code", absl::StatusCodeToString(static_cast<absl::StatusCode>(index))}});
    by_code_[index].store(counter, std::memory_order_release);
  }
  return *counter;
}

}  // namespace tarazy::obs
