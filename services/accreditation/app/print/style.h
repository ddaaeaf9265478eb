// How the printed report looks.
#pragma once

#include "absl/strings/string_view.h"

namespace tarazy::accreditation {

// A style sheet without '<' and '&'; it refers to nothing outside the page.
absl::string_view ReportStyle();

}  // namespace tarazy::accreditation
