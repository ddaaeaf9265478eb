// Small texts of XLSX (ECMA-376 part 1): addresses, escapes, dates.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace tarazy::rankings {

struct CellPlace {
  int64_t row = 0;  // from 1, as the spreadsheet shows it
  int column = 0;   // from 0
};

// "B7" for row 7, column 1.
std::string CellAddress(const CellPlace& place);

// "B" for 1.
std::string ColumnName(int column);

// Nothing for what is no address, or lies outside 1,048,576 rows and 16,384 columns.
std::optional<CellPlace> ParseCellAddress(absl::string_view text);

// The text with "_x000D_" and the like (ST_Xstring) turned into what they stand for.
std::string DecodeXString(absl::string_view text);

// "2026-03-01", "2026-03-01 12:30:00" or "12:30:00" for a day count as spreadsheets keep it: from
// 1900, with the 29 February that this year did not have, or from 1904. Nothing outside 0 to 9999.
std::optional<std::string> DateText(double serial, bool from_1904);

}  // namespace tarazy::rankings
