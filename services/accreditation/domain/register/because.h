// Why a line says what it says, in one sentence. For the files of this folder.
#pragma once

#include <string>

#include "services/accreditation/domain/register/line.h"

namespace tarazy::accreditation {

// "decisions/d1 of 2023-06-10 accredits it from 2023-06-10 until 2028-06-10."
std::string Because(const Line& line, absl::CivilDay day, const DayStatus& status);

}  // namespace tarazy::accreditation
