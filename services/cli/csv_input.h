// Small CSV files that a command reads itself: RFC 4180 with a header.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace tarazy::cli {

// A row's cells by the names of the columns; every name of `columns` is there, empty when the file
// does not have it.
using CsvRecord = std::map<std::string, std::string, std::less<>>;

// UTF-8 with or without BOM, LF or CRLF, comma; empty lines are passed over. A usage error that
// names `path` and the line for a column that is not of `columns` or there twice, a row of another
// length, an open quotation mark.
absl::StatusOr<std::vector<CsvRecord>> ReadCsv(absl::string_view path,
                                               absl::Span<const absl::string_view> columns);

}  // namespace tarazy::cli
