// Percentages as somebody printed them: decimal numbers, never binary ones.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace tarazy::surveys {

// A percentage as printed: 73.7 is 737 with one digit.
struct PrintedPercent {
  int64_t units = 0;
  int decimals = 0;  // at most 6

  // In units of the last of `digits` digits, of which it has no more.
  int64_t UnitsOf(int digits) const;
};

// Nothing for what is no decimal number of at most six digits before and after the point ("73.7",
// "12"; no sign, no "%", no comma).
std::optional<PrintedPercent> ParsePrinted(absl::string_view text);

// "73.7" of 737 with one digit; "100" of 1000: zeros at the end are left out.
std::string FormatUnits(int64_t units, int decimals);

}  // namespace tarazy::surveys
