#include "services/registry/domain/date.h"

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_format.h"
#include "common/base/error.h"

namespace tarazy::registry {

absl::StatusOr<Date> ParseDate(absl::string_view field, absl::string_view text) {
  const auto refusal = [&] {
    return InvalidField(field, "a date is written as year-month-day, such as 2019-06-24");
  };
  if (text.size() != 10 || text[0] == '0') return refusal();
  for (size_t i = 0; i < text.size(); ++i) {
    const bool hyphen = i == 4 || i == 7;
    if (hyphen ? text[i] != '-' : !absl::ascii_isdigit(text[i])) return refusal();
  }
  int year = 0;
  int month = 0;
  int day = 0;
  if (!absl::SimpleAtoi(text.substr(0, 4), &year) || !absl::SimpleAtoi(text.substr(5, 2), &month) ||
      !absl::SimpleAtoi(text.substr(8, 2), &day)) {
    return refusal();
  }
  const Date date(year, month, day);
  if (date.month() != month || date.day() != day) {
    return InvalidField(field, absl::StrFormat("the calendar has no %s", text));
  }
  return date;
}

absl::StatusOr<std::optional<Date>> ParseOptionalDate(absl::string_view field,
                                                      absl::string_view text) {
  if (text.empty()) return std::optional<Date>();
  absl::StatusOr<Date> date = ParseDate(field, text);
  if (!date.ok()) return date.status();
  return std::optional<Date>(*date);
}

std::string DateText(const std::optional<Date>& date) {
  if (!date) return "";
  return absl::StrFormat("%04d-%02d-%02d", date->year(), date->month(), date->day());
}

bool Window::Holds(Date day) const { return (!from || *from <= day) && (!to || day < *to); }

bool Window::Overlaps(const Window& other) const {
  if (Empty() || other.Empty()) return false;
  const bool begins_before = !from || !other.to || *from < *other.to;
  const bool other_begins_before = !other.from || !to || *other.from < *to;
  return begins_before && other_begins_before;
}

}  // namespace tarazy::registry
