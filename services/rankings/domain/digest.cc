#include "services/rankings/domain/digest.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <numeric>
#include <string>
#include <vector>

#include "services/rankings/domain/canonical_json.h"

namespace tarazy::rankings {
namespace {

// Gathers bytes so that the sink is not called for every number.
class Stream {
 public:
  explicit Stream(ByteSink sink) : sink_(sink) { buffer_.reserve(kFull + 64); }
  ~Stream() { sink_(buffer_); }
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;

  void Number(uint64_t value) {  // 8 bytes, most significant first
    for (int shift = 56; shift >= 0; shift -= 8) {
      buffer_.push_back(static_cast<char>(value >> shift & 0xff));
    }
    if (buffer_.size() >= kFull) Flush();
  }
  void Text(absl::string_view text) {
    Number(text.size());
    buffer_.append(text.data(), text.size());
  }
  // The bits of a double; every NaN is one value, "absent", whatever its bits.
  void Value(double value) {
    Number(std::isnan(value) ? kAbsentBits : std::bit_cast<uint64_t>(value));
  }

 private:
  static constexpr size_t kFull = 1 << 16;
  static constexpr uint64_t kAbsentBits = 0x7ff8000000000000;

  void Flush() {
    sink_(buffer_);
    buffer_.clear();
  }

  ByteSink sink_;
  std::string buffer_;
};

std::vector<size_t> BytewiseOrder(const std::vector<Variable>& variables) {
  std::vector<size_t> order(variables.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::sort(order.begin(), order.end(),
            [&](size_t a, size_t b) { return variables[a].name < variables[b].name; });
  return order;
}

}  // namespace

void WriteEditionBytes(const Methodology& methodology, const Dataset& dataset,
                       absl::string_view engine_version, ByteSink sink) {
  Stream out(sink);
  out.Text("tarazy-edition/1");
  out.Number(dataset.units.size());
  for (size_t u = 0; u < dataset.units.size(); ++u) {
    out.Text(dataset.units[u]);
    out.Text(dataset.groups.empty() ? "" : dataset.groups[u]);
  }
  out.Number(methodology.variables.size());
  for (const size_t v : BytewiseOrder(methodology.variables)) {
    out.Text(methodology.variables[v].name);
    for (const double value : dataset.columns[v]) out.Value(value);
  }
  out.Text(CanonicalJson(methodology));
  out.Text(engine_version);
}

void WriteResultBytes(const Dataset& dataset, const Result& result, ByteSink sink) {
  Stream out(sink);
  out.Text("tarazy-result/1");
  out.Number(result.units.size());
  for (size_t u = 0; u < result.units.size(); ++u) {
    const UnitResult& unit = result.units[u];
    out.Text(dataset.units[u]);
    out.Number(static_cast<uint64_t>(unit.standing));
    out.Number(static_cast<uint64_t>(unit.rank));
    out.Value(unit.total);
    out.Value(unit.score);
    out.Number(static_cast<uint64_t>(unit.published.scaled));
    out.Number(static_cast<uint64_t>(unit.published.decimals));
  }
  out.Number(result.values.rows());
  for (size_t node = 0; node < result.values.rows(); ++node) {
    out.Value(result.maxima[node]);
    for (const double value : result.values.row(node)) out.Value(value);
  }
}

}  // namespace tarazy::rankings
