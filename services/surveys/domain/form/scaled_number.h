// Numbers as answers are kept: whole, times 10^decimals.
#pragma once

#include <cstdint>
#include <optional>

#include "tarazy/surveys/v1/questionnaire.pb.h"

namespace tarazy::surveys {

// The number times 10^decimals; nothing when it is not finite, larger than what contracts allow
// (10^6), or has more decimals than the range.
std::optional<int64_t> Scaled(double number, const v1::NumberRange& range);

// The number that was scaled.
double Unscaled(int64_t scaled, const v1::NumberRange& range);

bool InRange(int64_t scaled, const v1::NumberRange& range);

}  // namespace tarazy::surveys
