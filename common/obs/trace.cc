#include "common/obs/trace.h"

#include <cstdint>
#include <random>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

namespace tarazy::obs {
namespace {

constexpr size_t kTraceId = 32;
constexpr size_t kSpanId = 16;
constexpr size_t kMaxState = 512;
// "00-" trace "-" span "-" flags
constexpr size_t kTraceAt = 3;
constexpr size_t kSpanAt = kTraceAt + kTraceId + 1;
constexpr size_t kFlagsAt = kSpanAt + kSpanId + 1;
constexpr size_t kParentSize = kFlagsAt + 2;

bool IsHex(absl::string_view text) {
  for (const char c : text) {
    if (!absl::ascii_isdigit(c) && (c < 'a' || c > 'f')) return false;
  }
  return true;
}

bool IsId(absl::string_view text) {
  return IsHex(text) && text.find_first_not_of('0') != absl::string_view::npos;
}

bool IsParent(absl::string_view text) {
  if (text.size() < kParentSize || text[kTraceAt - 1] != '-' || text[kSpanAt - 1] != '-' ||
      text[kFlagsAt - 1] != '-') {
    return false;
  }
  const absl::string_view version = text.substr(0, 2);
  if (!IsHex(version) || version == "ff") return false;
  const bool longer_is_fine = version != "00" && text.size() > kParentSize;
  if (text.size() != kParentSize && !(longer_is_fine && text[kParentSize] == '-')) return false;
  return IsId(text.substr(kTraceAt, kTraceId)) && IsId(text.substr(kSpanAt, kSpanId)) &&
         IsHex(text.substr(kFlagsAt, 2));
}

bool IsState(absl::string_view text) {
  if (text.size() > kMaxState) return false;
  for (const char c : text) {
    if (!absl::ascii_isprint(c)) return false;
  }
  return true;
}

}  // namespace

std::string Trace::Parent() const {
  return absl::StrCat("00-", trace_id, "-", span_id, "-", flags);
}

Trace ContinueTrace(absl::string_view traceparent, absl::string_view tracestate) {
  Trace trace;
  trace.span_id = RandomTraceHex(kSpanId / 2);
  if (!IsParent(traceparent)) {
    trace.trace_id = RandomTraceHex(kTraceId / 2);
    return trace;
  }
  trace.trace_id = std::string(traceparent.substr(kTraceAt, kTraceId));
  // Of the flags, only "sampled" is known to this version.
  trace.flags = (traceparent[kFlagsAt + 1] & 1) != 0 ? "01" : "00";
  if (IsState(tracestate)) trace.state = std::string(tracestate);
  return trace;
}

std::string RandomTraceHex(int bytes) {
  static constexpr char kDigits[] = "0123456789abcdef";
  thread_local std::mt19937_64 generator = [] {
    std::random_device device;
    std::seed_seq seed{device(), device(), device(), device()};
    return std::mt19937_64(seed);
  }();
  std::string hex(2 * static_cast<size_t>(bytes), '0');
  uint64_t bits = 0;
  for (size_t i = 0; i < hex.size(); ++i) {
    if (i % 16 == 0) bits = generator();
    hex[i] = kDigits[bits & 15];
    bits >>= 4;
  }
  return hex;
}

}  // namespace tarazy::obs
