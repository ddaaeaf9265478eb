// The rows of an uploaded table, whether it is CSV or a spreadsheet.
#pragma once

#include <cstdint>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "services/rankings/app/spooled_file.h"

namespace tarazy::rankings {

// The sheet of a workbook that is read when there are several; templates have it.
inline constexpr absl::string_view kValuesSheet = "values";

// A cell, or a whole row, that a spreadsheet shows but that has no value to read.
struct CellFault {
  int column = -1;      // from 0; -1: the whole row, whose fields are empty then
  std::string message;  // a sentence that begins with the address
};

struct TableRow {
  int64_t number = 0;  // from 1, as a spreadsheet shows it
  absl::Span<const std::string> fields;
  int64_t bytes = 0;  // how far into the file the row ends, roughly
  absl::Span<const CellFault> faults;
};
using EachTableRow = absl::FunctionRef<absl::Status(const TableRow& row)>;

// Calls `each` with every row that is not empty; an error of `each` stops and is returned. A file
// that begins as a ZIP archive is read as XLSX, anything else as CSV (csv_reader.h).
//
// Of a workbook the visible sheet kValuesSheet is read, else the first visible one. Its first row
// that is not empty is the header, and the others are made as wide. Hidden rows and columns count.
// A formula counts with its stored result, a date as 2026-03-01, a truth value as TRUE or FALSE, a
// number digit for digit as it is stored. Errors such as #DIV/0!, formulas without a result,
// percentages, values without a header and merged cells are faults.
//
// INVALID_ARGUMENT for what is damaged, encrypted, an old or another format, or holds macros;
// RESOURCE_EXHAUSTED for what unpacks to more than 512 MiB, or has more than 2,000 columns, 32 MiB
// of shared texts or 4,096 parts. The memory taken is bounded, whatever the file says.
absl::Status ReadTable(SpooledFile& file, EachTableRow each);

}  // namespace tarazy::rankings
