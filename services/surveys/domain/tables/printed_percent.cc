#include "services/surveys/domain/tables/printed_percent.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

namespace tarazy::surveys {
namespace {

constexpr size_t kMaxDigits = 6;

bool AreDigits(absl::string_view text) {
  return !text.empty() && text.size() <= kMaxDigits &&
         std::all_of(text.begin(), text.end(), absl::ascii_isdigit);
}

}  // namespace

int64_t PrintedPercent::UnitsOf(int digits) const {
  int64_t scaled = units;
  for (int i = decimals; i < digits; ++i) scaled *= 10;
  return scaled;
}

std::optional<PrintedPercent> ParsePrinted(absl::string_view text) {
  const size_t point = text.find('.');
  const absl::string_view whole = text.substr(0, point);
  const absl::string_view part =
      point == absl::string_view::npos ? absl::string_view() : text.substr(point + 1);
  if (!AreDigits(whole) || (point != absl::string_view::npos && !AreDigits(part))) {
    return std::nullopt;
  }
  PrintedPercent printed{.decimals = static_cast<int>(part.size())};
  if (!absl::SimpleAtoi(absl::StrCat(whole, part), &printed.units)) return std::nullopt;
  return printed;
}

std::string FormatUnits(int64_t units, int decimals) {
  std::string digits = absl::StrCat(units);
  if (static_cast<int>(digits.size()) <= decimals) {
    digits.insert(0, decimals + 1 - digits.size(), '0');
  }
  if (decimals == 0) return digits;
  digits.insert(digits.size() - decimals, ".");
  while (digits.back() == '0') digits.pop_back();
  if (digits.back() == '.') digits.pop_back();
  return digits;
}

}  // namespace tarazy::surveys
