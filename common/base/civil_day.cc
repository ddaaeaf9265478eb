#include "common/base/civil_day.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_format.h"

namespace tarazy {
namespace {

// The number that so many digits at `at` are, or -1.
int Digits(absl::string_view text, size_t at, size_t count) {
  int number = 0;
  for (const char c : text.substr(at, count)) {
    if (!absl::ascii_isdigit(static_cast<unsigned char>(c))) return -1;
    number = number * 10 + (c - '0');
  }
  return number;
}

}  // namespace

std::optional<absl::CivilDay> ParseDay(absl::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const int year = Digits(text, 0, 4);
  const int month = Digits(text, 5, 2);
  const int day = Digits(text, 8, 2);
  if (year < 1 || month < 1 || day < 1) return std::nullopt;
  const absl::CivilDay parsed(year, month, day);
  // 31 April would otherwise become 1 May.
  if (parsed.month() != month || parsed.day() != day) return std::nullopt;
  return parsed;
}

std::string FormatDay(absl::CivilDay day) {
  return absl::StrFormat("%04d-%02d-%02d", day.year(), day.month(), day.day());
}

}  // namespace tarazy
