// What a template says to the person who fills it in.
#pragma once

#include <vector>

#include "common/base/localized.h"

namespace tarazy::rankings {

// The instructions in their order, each in the three languages.
const std::vector<Localized>& TemplateGuide();

}  // namespace tarazy::rankings
