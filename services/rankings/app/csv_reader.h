// CSV, RFC 4180, as a stream of rows: UTF-8 with or without byte order mark, LF or CRLF, comma or
// semicolon. Spaces and tabs round a field are dropped unless it is quoted. libcsv does the
// parsing.
#pragma once

#include <cstdint>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "services/rankings/app/spooled_file.h"

namespace tarazy::rankings {

// ';' when the header (the first line) has more of them than commas, outside quotes; else ','.
char DetectDelimiter(absl::string_view beginning);

// Calls `each` with every row, the first line being row 1; empty lines count but are passed over.
// `bytes` is how far into the file the row ends, roughly. INVALID_ARGUMENT for a broken quote, a
// NUL byte or a field above 1 MiB, naming the row; an error of `each` stops and is returned.
absl::Status ReadCsv(SpooledFile& file,
                     absl::FunctionRef<absl::Status(
                         int64_t row, absl::Span<const std::string> fields, int64_t bytes)>
                         each);

}  // namespace tarazy::rankings
