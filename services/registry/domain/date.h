// Civil dates, and the time from one to another: the one place that says what is inside.
#pragma once

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"

namespace tarazy::registry {

using Date = absl::CivilDay;

// "2019-06-24", from 1000-01-01 to 9999-12-31. INVALID_ARGUMENT that names `field` for all else.
absl::StatusOr<Date> ParseDate(absl::string_view field, absl::string_view text);

// The same; nothing for an empty text.
absl::StatusOr<std::optional<Date>> ParseOptionalDate(absl::string_view field,
                                                      absl::string_view text);

// "2019-06-24"; empty for none.
std::string DateText(const std::optional<Date>& date);

// From `from` on, until the day before `to`; without one of them it is open on that side.
struct Window {
  std::optional<Date> from;
  std::optional<Date> to;

  bool operator==(const Window&) const = default;

  bool Holds(Date day) const;
  bool Overlaps(const Window& other) const;
  // Holds no day at all: it ends before it begins, or on the same day.
  bool Empty() const { return from && to && *to <= *from; }
};

}  // namespace tarazy::registry
