// What each decision of a line is on a day. For the files of this folder.
#pragma once

#include <vector>

#include "services/accreditation/domain/register/line.h"

namespace tarazy::accreditation {

// In the order of their recording. A grant that ended before its successor began is EXPIRED or
// WITHDRAWN; one that the successor cut short is SUPERSEDED. What acts upon a decision is IN_FORCE
// while it does; EXPIRED when its own time, or that of the grant, is over; VOID with its decision.
std::vector<Standing> StandingsOn(const Line& line, absl::CivilDay day);

}  // namespace tarazy::accreditation
