// The statistics of one question in one group, as docs/survey-statistics.md defines them.
#pragma once

#include "services/surveys/domain/figures/question_row.h"
#include "tarazy/surveys/v1/results.pb.h"

namespace tarazy::surveys {

// Of everything that `row` tells; `policy` says how percentages are rounded. Rated objects and
// weighted figures are not among it.
v1::QuestionResults FiguresOf(const Question& question, const QuestionRow& row,
                              const v1::DisclosurePolicy& policy);

}  // namespace tarazy::surveys
