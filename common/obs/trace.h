// W3C trace context (https://www.w3.org/TR/trace-context/): which request of a caller a line of a
// log belongs to, across processes.
#pragma once

#include <string>

#include "absl/strings/string_view.h"

namespace tarazy::obs {

// One hop of a trace.
struct Trace {
  std::string trace_id;  // 32 lower-case hex digits, the same at every hop
  std::string span_id;   // 16 lower-case hex digits, this hop's own
  std::string flags = "00";
  std::string state;  // the caller's tracestate, passed on as it came

  // "00-<trace_id>-<span_id>-<flags>": what the next hop gets.
  std::string Parent() const;
};

// This hop's part of the caller's trace. A traceparent that is absent or malformed begins a new
// trace, and its tracestate is dropped, as is one of more than 512 bytes or other than printable
// ASCII. A later version of the header is read as far as this one knows it.
Trace ContinueTrace(absl::string_view traceparent, absl::string_view tracestate);

// `bytes` random bytes in lower-case hex, for ids that need to be distinct but guard nothing:
// without a system call.
std::string RandomTraceHex(int bytes);

}  // namespace tarazy::obs
