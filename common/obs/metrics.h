// What the process counts, in Prometheus' text format on the plain HTTP port.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/base/mutex.h"
#include "common/obs/call_metrics.h"

namespace prometheus {
class Registry;
template <typename T>
class Family;
class Counter;
class Gauge;
class Histogram;
}  // namespace prometheus

namespace tarazy::obs {

// One series of a counter, resolved once; counting takes no lock. One made by default counts
// nothing, for code that runs without metrics. Valid as long as the Metrics that made it.
class Counter {
 public:
  Counter() = default;
  void Increment(double by = 1) const;

 private:
  friend class Metrics;
  explicit Counter(prometheus::Counter& series) : series_(&series) {}
  prometheus::Counter* series_ = nullptr;
};

// The same for a value that goes up and down.
class Gauge {
 public:
  Gauge() = default;
  void Set(double value) const;
  void Add(double by) const;

 private:
  friend class Metrics;
  explicit Gauge(prometheus::Gauge& series) : series_(&series) {}
  prometheus::Gauge* series_ = nullptr;
};

// The same for durations in seconds, in steps from 0.5 ms to 10 s.
class Histogram {
 public:
  Histogram() = default;
  void Observe(double seconds) const;

 private:
  friend class Metrics;
  explicit Histogram(prometheus::Histogram& series) : series_(&series) {}
  prometheus::Histogram* series_ = nullptr;
};

using Labels = std::vector<std::pair<std::string, std::string>>;

class Metrics {
 public:
  Metrics();
  ~Metrics();

  // What counts the calls of a method, "package.Service/Method"; lives as long as this. Methods
  // come from the program, so the number of series is bounded.
  CallMetrics& ForMethod(absl::string_view method);

  // A series by its name ("tarazy_…_total" for counters), its family's help and its labels. The
  // same name and labels give the same series. Labels come from the program, never from a caller.
  Counter AddCounter(absl::string_view name, absl::string_view help, const Labels& labels = {});
  Gauge AddGauge(absl::string_view name, absl::string_view help, const Labels& labels = {});
  Histogram AddHistogram(absl::string_view name, absl::string_view help, const Labels& labels = {});

  // Everything, in the text exposition format.
  std::string Render() const;

 private:
  const std::shared_ptr<prometheus::Registry> registry_;
  prometheus::Family<prometheus::Counter>& calls_;
  prometheus::Family<prometheus::Histogram>& seconds_;
  prometheus::Family<prometheus::Gauge>& in_flight_;
  Mutex mu_;
  std::map<std::string, std::unique_ptr<CallMetrics>, std::less<>> methods_ ABSL_GUARDED_BY(mu_);
};

}  // namespace tarazy::obs
