#include "common/obs/metrics.h"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <map>

namespace tarazy::obs {
namespace {

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

Metrics::Metrics()
    : registry_(std::make_shared<prometheus::Registry>()),
      calls_(prometheus::BuildCounter()
                 .Name("tarazy_calls_total")
                 .Help("Finished calls by method and code")
                 .Register(*registry_)),
      seconds_(prometheus::BuildHistogram()
                   .Name("tarazy_call_seconds")
                   .Help("Duration of calls by method, seconds")
                   .Register(*registry_)) {}

Metrics::~Metrics() = default;

void Metrics::CountCall(absl::string_view method, absl::string_view code, absl::Duration took) {
  calls_.Add({{"method", std::string(method)}, {"code", std::string(code)}}).Increment();
  seconds_
      .Add({{"method", std::string(method)}},
           prometheus::Histogram::BucketBoundaries{0.0005, 0.001, 0.005, 0.02, 0.1, 0.5, 2, 10})
      .Observe(absl::ToDoubleSeconds(took));
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

std::string Metrics::Render() const {
  return prometheus::TextSerializer().Serialize(registry_->Collect());
}

}  // namespace tarazy::obs
