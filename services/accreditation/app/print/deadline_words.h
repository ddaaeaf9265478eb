// A finding's deadline as a reader understands it.
#pragma once

#include <string>

#include "services/accreditation/app/print/sheet.h"

namespace tarazy::accreditation {

// "by 1 September 2023", "1 month before “Start of a period of studies at the partner”"; what the
// report printed when it is nothing else, and "none" when there is no deadline.
std::string DeadlineInWords(const Sheet& sheet, const v1::Finding& finding);

}  // namespace tarazy::accreditation
