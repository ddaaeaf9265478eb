// Dates as a report prints them. "01.02.2024" has two readings until something decides.
#pragma once

#include <optional>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"

namespace tarazy::accreditation::report_lint {

// How a date is written.
enum class Notation {
  kDots,     // 01.02.2024
  kSlashes,  // 01/02/2024
  kDashes,   // 01-02-2024
  kIso,      // 2024-02-01: unmistakable
  kWords,    // February 1, 2024; 1 February 2024: unmistakable
};

// The first date in a text: what it is when the day comes first and when the month does.
struct PrintedDay {
  Notation notation = Notation::kIso;
  std::optional<absl::CivilDay> day_first;
  std::optional<absl::CivilDay> month_first;

  // No such day in the calendar, whichever way it is read.
  bool impossible() const { return !day_first && !month_first; }
  // Two readings that differ.
  bool ambiguous() const { return day_first && month_first && *day_first != *month_first; }
  // The one reading; nothing when ambiguous or impossible.
  std::optional<absl::CivilDay> unmistakable() const;
  // Written in figures only, and the order of its day and month shows: 25.04.2023, not 04.04.2023.
  bool shows_order() const { return day_first.has_value() != month_first.has_value(); }
};

// Nothing when the text has no date with day, month and year. Months by name: English, Russian,
// Kazakh.
std::optional<PrintedDay> FindDay(absl::string_view text);

}  // namespace tarazy::accreditation::report_lint
