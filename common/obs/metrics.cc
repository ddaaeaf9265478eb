#include "common/obs/metrics.h"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <map>

namespace tarazy::obs {
namespace {

// Seconds: the steps that dashboards ask about.
const prometheus::Histogram::BucketBoundaries& Steps() {
  static const auto* const steps =
      new prometheus::Histogram::BucketBoundaries{0.0005, 0.001, 0.005, 0.02, 0.1, 0.5, 2, 10};
  return *steps;
}

std::map<std::string, std::string> ToMap(const Labels& labels) {
  return {labels.begin(), labels.end()};
}

}  // namespace

void Counter::Increment(double by) const {
  if (series_ != nullptr) series_->Increment(by);
}

void Gauge::Set(double value) const {
  if (series_ != nullptr) series_->Set(value);
}

void Gauge::Add(double by) const {
  if (series_ != nullptr) series_->Increment(by);
}

void Histogram::Observe(double seconds) const {
  if (series_ != nullptr) series_->Observe(seconds);
}

Metrics::Metrics()
    : registry_(std::make_shared<prometheus::Registry>()),
      calls_(prometheus::BuildCounter()
                 .Name("tarazy_calls_total")
                 .Help("Finished calls by method and code")
                 .Register(*registry_)),
      seconds_(prometheus::BuildHistogram()
                   .Name("tarazy_call_seconds")
                   .Help("Duration of calls by method, seconds")
                   .Register(*registry_)),
      in_flight_(prometheus::BuildGauge()
                     .Name("tarazy_calls_in_flight")
                     .Help("Calls under way by method")
                     .Register(*registry_)) {
  prometheus::BuildGauge()
      .Name("tarazy_build_info")
      .Help("Always 1; the label says which release this is")
      .Register(*registry_)
      .Add({{"version", TARAZY_VERSION}})
      .Set(1);
}

Metrics::~Metrics() = default;

CallMetrics& Metrics::ForMethod(absl::string_view method) {
  const std::string name(method);
  MutexLock lock(mu_);
  std::unique_ptr<CallMetrics>& found = methods_[name];
  if (found == nullptr) {
    found = std::make_unique<CallMetrics>(name, calls_, seconds_.Add({{"method", name}}, Steps()),
                                          in_flight_.Add({{"method", name}}));
  }
  return *found;
}

Counter Metrics::AddCounter(absl::string_view name, absl::string_view help, const Labels& labels) {
  return Counter(prometheus::BuildCounter()
                     .Name(std::string(name))
                     .Help(std::string(help))
                     .Register(*registry_)
                     .Add(ToMap(labels)));
}

Gauge Metrics::AddGauge(absl::string_view name, absl::string_view help, const Labels& labels) {
  return Gauge(prometheus::BuildGauge()
                   .Name(std::string(name))
                   .Help(std::string(help))
                   .Register(*registry_)
                   .Add(ToMap(labels)));
}

Histogram Metrics::AddHistogram(absl::string_view name, absl::string_view help,
                                const Labels& labels) {
  return Histogram(prometheus::BuildHistogram()
                       .Name(std::string(name))
                       .Help(std::string(help))
                       .Register(*registry_)
                       .Add(ToMap(labels), Steps()));
}

std::string Metrics::Render() const {
  return prometheus::TextSerializer().Serialize(registry_->Collect());
}

}  // namespace tarazy::obs
