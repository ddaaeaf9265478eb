// The record's enumerations in the suite's languages; empty for a value that is not set.
#pragma once

#include "absl/strings/string_view.h"
#include "services/accreditation/app/print/phrases.h"
#include "tarazy/accreditation/v1/case.pb.h"
#include "tarazy/accreditation/v1/decision_support.pb.h"
#include "tarazy/accreditation/v1/framework.pb.h"
#include "tarazy/accreditation/v1/survey_evidence.pb.h"

namespace tarazy::accreditation {

absl::string_view Words(v1::ProcedureType type, Language language);
absl::string_view Words(v1::VisitFormat format, Language language);
absl::string_view Words(v1::CaseState state, Language language);
absl::string_view Words(v1::CommissionRole role, Language language);
absl::string_view Words(v1::Audience audience, Language language);
absl::string_view Words(v1::DecisionKind kind, Language language);
absl::string_view Words(v1::FindingKind kind, Language language);
absl::string_view Words(v1::FollowUpState state, Language language);
absl::string_view Words(v1::SurveyStatistic statistic, Language language);

// A sign beside the mark's word, for those who leaf through: "▲" a strength, "✓" met …
absl::string_view Sign(v1::MarkMeaning meaning);

}  // namespace tarazy::accreditation
