// The agency's calendar.
#pragma once

#include "absl/time/civil_time.h"
#include "absl/time/time.h"

namespace tarazy::accreditation {

// Kazakhstan has one zone, UTC+5, since 1 March 2024.
inline absl::CivilDay DayOf(absl::Time now) {
  static const absl::TimeZone kZone = absl::FixedTimeZone(5 * 60 * 60);
  return absl::ToCivilDay(now, kZone);
}

}  // namespace tarazy::accreditation
