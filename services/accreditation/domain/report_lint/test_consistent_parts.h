// The two halves of ConsistentReport.
#pragma once

#include <string>

#include "absl/strings/str_format.h"
#include "absl/time/civil_time.h"
#include "services/accreditation/domain/report_lint/test_report.h"

namespace tarazy::accreditation::report_lint {

// `line` counts the lines of the report.
void AddConsistentCase(Lots& lots, int& line, TestReport& test);

inline std::string Dots(absl::CivilDay day) {
  return absl::StrFormat("%02d.%02d.%04d", day.day(), day.month(), day.year());
}

// The day, or the Monday after a Sunday.
inline absl::CivilDay WorkingDay(absl::CivilDay day) {
  return absl::GetWeekday(day) == absl::Weekday::sunday ? day + 1 : day;
}

}  // namespace tarazy::accreditation::report_lint
