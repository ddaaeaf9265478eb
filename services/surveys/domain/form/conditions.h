// When pages and items are shown.
#pragma once

#include "absl/functional/function_ref.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "services/surveys/domain/form/coded_ballot.h"
#include "services/surveys/domain/form/form.h"
#include "tarazy/surveys/v1/questionnaire.pb.h"

namespace tarazy::surveys {

// The answers, one per question of the form, hold what came before. An answer that is missing or
// was not asked makes every comparison false but `answered: false`.
bool Holds(const Form& form, const v1::Condition& condition, absl::Span<const CodedAnswer> answers);

// Calls `visit` with each comparison inside, in the order of the file.
void ForEachComparison(const v1::Condition& condition,
                       absl::FunctionRef<void(const v1::Comparison&)> visit);

}  // namespace tarazy::surveys
