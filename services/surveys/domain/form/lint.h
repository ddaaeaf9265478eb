// Consistency rules over a questionnaire; one file per rule or small family under rules/.
// docs/questionnaire-file.md says what each of them means.
#pragma once

#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "services/surveys/domain/form/finding.h"
#include "tarazy/surveys/v1/questionnaire.pb.h"

namespace tarazy::surveys {

// All findings, rule by rule and inside a rule in the order of the file; those that the
// questionnaire acknowledges are marked. The fields' own rules (formats, required, keys, sizes) are
// taken as kept.
std::vector<QuestionnaireFinding> LintQuestionnaire(const v1::Questionnaire& questionnaire);

// False for the rules that no reason can excuse: such a questionnaire cannot be shown, answered or
// counted.
bool CanBeAcknowledged(absl::string_view rule);

bool HasUnacknowledgedErrors(absl::Span<const QuestionnaireFinding> findings);

}  // namespace tarazy::surveys
