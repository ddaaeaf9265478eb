// A variable's `ratings`: the rules for the respondents whose ratings it is the mean of.
#pragma once

#include "services/rankings/domain/methodology.h"
#include "services/rankings/file/fields.h"

namespace tarazy::rankings {

// `fields` are the variable's.
void ReadRatings(Fields& fields, Variable& variable);

}  // namespace tarazy::rankings
