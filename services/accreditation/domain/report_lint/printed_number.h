// Numbers as a report prints them: their decimals say how exactly they were rounded.
#pragma once

#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace tarazy::accreditation::report_lint {

// A figure and by how much it may be off: half a unit of its last digit where it was rounded, 0 for
// what was counted.
struct Quantity {
  double value = 0;
  double slack = 0;
};

struct PrintedNumber {
  double value = 0;
  int decimals = 0;  // 0 to 9
  bool percent = false;

  // Half a unit of the last printed digit.
  double half() const;
  // It was rounded: it has decimals or is a percentage. Plain whole numbers are counts.
  bool rounded() const { return decimals > 0 || percent; }
  // As a figure that others rest on.
  Quantity quantity() const { return {value, rounded() ? half() : 0}; }
};

// What commas between digits are.
enum class Commas {
  kDecimal,    // "73,5"
  kThousands,  // "1,234" is 1234 where groups of three follow; else decimal
};

// "73.5", "73,5 %", "1 234" (groups of three), "-2", "57 people" (words without digits may follow).
// Nothing for all else, such as "12, %", "3 2", "thirty", "6B04107".
std::optional<PrintedNumber> ParsePrinted(absl::string_view text, Commas commas = Commas::kDecimal);

// Nothing stands there, or it says that there is no figure: "", "-", "–", "*", "n/a", "<5".
bool IsBlank(absl::string_view text);

// True when `computed` can have been printed as `printed`: half a unit of the last digit,
// inclusive, so that both directions of rounding a five pass, beside what `computed` is off itself.
bool Fits(const PrintedNumber& printed, const Quantity& computed);

// True when some whole k of `n` makes k/n this percentage as printed. `n` > 0.
bool IsPossibleShare(const PrintedNumber& percent, double n);

// With as many decimals as asked for and no trailing point: "73.7".
std::string ShowNumber(double value, int decimals);

// As few decimals as it needs, at most three: "69", "88.25".
std::string ShowShort(double value);

}  // namespace tarazy::accreditation::report_lint
