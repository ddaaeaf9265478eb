// participation_unknown: of each programme that a survey asked, somebody knows how many there are.
#include "absl/strings/str_cat.h"
#include "services/accreditation/domain/report_lint/rules.h"

namespace tarazy::accreditation::report_lint {

void ParticipationUnknown(const Subject& subject, Findings& findings) {
  if (subject.framework.procedure().participation_gate() <= 0) return;
  for (const v1::SurveyEvidence& evidence : subject.record.survey_evidence()) {
    for (const v1::SurveyParticipation& row : evidence.participation()) {
      const v1::ProgrammeReview* review = subject.ReportedAs(row.programme());
      if (review == nullptr) continue;
      findings.Compared();
      if (row.has_frame()) continue;
      findings.Add(absl::StrCat(evidence.id(), "/", review->code()),
                   absl::StrCat(row.submitted(), " of ", review->code(), " took part in ",
                                evidence.campaign(),
                                ", but of how many is not known: whether it is enough cannot be "
                                "told"),
                   {nullptr, absl::StrCat(row.submitted())}, {PlaceOf(*review), "no frame"});
    }
  }
}

}  // namespace tarazy::accreditation::report_lint
