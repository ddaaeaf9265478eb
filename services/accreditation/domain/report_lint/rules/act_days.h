// When an act was, as far as the record says.
#pragma once

#include <optional>
#include <string>
#include <utility>

#include "absl/time/civil_time.h"
#include "services/accreditation/domain/report_lint/subject.h"

namespace tarazy::accreditation::report_lint {

// Its date: as recorded, else as printed where that can be read.
std::optional<absl::CivilDay> DayOf(const Subject& subject, const v1::Act& act);

// The years of its period, "2021-2025" or "2023", first and last.
std::optional<std::pair<int, int>> YearsOf(const v1::Act& act);

// Its date as printed, else as recorded.
std::string ShowDay(const v1::Act& act);

// What to call it in a sentence: "Minutes of the commission (No. 6)".
std::string NameOf(const v1::Act& act);

// The first whole number in its number, 275 of "No. 275-P"; -1: none.
int NumberOf(const v1::Act& act);

}  // namespace tarazy::accreditation::report_lint
