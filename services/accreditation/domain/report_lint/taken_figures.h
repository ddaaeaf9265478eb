// Figures of evidence that was taken from a survey, as reports refer to them.
#pragma once

#include <optional>

#include "tarazy/accreditation/v1/report.pb.h"
#include "tarazy/accreditation/v1/survey_evidence.pb.h"

namespace tarazy::accreditation::report_lint {

// What the evidence tells of these answers: everybody who took part without an item; a figure of
// the item where a statistic is named; the answers to it; or the counts or percentages of its
// options, added. Nothing when it was not taken, or is suppressed.
std::optional<double> TakenFigure(const v1::SurveyEvidence& evidence,
                                  const v1::AnswerReference& answer);

// The evidence has what the reference names, though it may be suppressed.
bool IsTaken(const v1::SurveyEvidence& evidence, const v1::AnswerReference& answer);

}  // namespace tarazy::accreditation::report_lint
