#include "services/registry/domain/date.h"

#include "common/base/civil_day.h"
#include "common/base/error.h"

namespace tarazy::registry {

absl::StatusOr<Date> ParseDate(absl::string_view field, absl::string_view text) {
  const std::optional<absl::CivilDay> date = ParseDay(text);
  // Years of three digits are misprints of later ones.
  if (date.has_value() && date->year() >= 1000) return *date;
  return InvalidField(field, "a date is written as year-month-day, such as 2019-06-24, and exists");
}

absl::StatusOr<std::optional<Date>> ParseOptionalDate(absl::string_view field,
                                                      absl::string_view text) {
  if (text.empty()) return std::optional<Date>();
  absl::StatusOr<Date> date = ParseDate(field, text);
  if (!date.ok()) return date.status();
  return std::optional<Date>(*date);
}

std::string DateText(const std::optional<Date>& date) {
  return date.has_value() ? FormatDay(*date) : "";
}

bool Window::Holds(Date day) const { return (!from || *from <= day) && (!to || day < *to); }

bool Window::Overlaps(const Window& other) const {
  if (Empty() || other.Empty()) return false;
  const bool begins_before = !from || !other.to || *from < *other.to;
  const bool other_begins_before = !other.from || !to || *other.from < *to;
  return begins_before && other_begins_before;
}

}  // namespace tarazy::registry
