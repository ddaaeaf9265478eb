// A methodology in the one spelling that equal methodologies share: JSON with sorted keys, shortest
// numbers, no spaces, defaults written out, formulas in canonical text. It is what digests cover.
#pragma once

#include <string>

#include "services/rankings/domain/methodology.h"

namespace tarazy::rankings {

std::string CanonicalJson(const Methodology& methodology);

}  // namespace tarazy::rankings
