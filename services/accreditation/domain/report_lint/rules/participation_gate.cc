// participation_gate: as large a share of each programme answered as the framework asks for, by
// what the report prints and by what surveys told.
#include <string>

#include "absl/strings/str_cat.h"
#include "services/accreditation/domain/report_lint/printed_number.h"
#include "services/accreditation/domain/report_lint/rules.h"

namespace tarazy::accreditation::report_lint {

namespace {

// By the exact ratio: a frame is what was asked, whatever the contingent was at the visit.
void CheckTaken(const Subject& subject, double gate, Findings& findings) {
  for (const v1::SurveyEvidence& evidence : subject.record.survey_evidence()) {
    for (const v1::SurveyParticipation& row : evidence.participation()) {
      const v1::ProgrammeReview* review = subject.ReportedAs(row.programme());
      if (review == nullptr || !row.has_frame()) continue;
      findings.Compared();
      const auto submitted = static_cast<double>(row.submitted());
      const auto frame = static_cast<double>(row.frame());
      if (100 * submitted >= gate * frame) continue;
      const std::string shown = absl::StrCat(row.submitted(), " of ", row.frame(), " = ",
                                             ShowNumber(100 * submitted / frame, 1), " %");
      findings.Add(absl::StrCat(evidence.id(), "/", review->code()),
                   absl::StrCat("of ", review->code(), " ", shown, " took part in ",
                                evidence.campaign(), ", less than ", ShowShort(gate), " %"),
                   {nullptr, shown}, {PlaceOf(*review), absl::StrCat(ShowShort(gate), " %")});
    }
  }
}

}  // namespace

void ParticipationGate(const Subject& subject, Findings& findings) {
  const double gate = subject.framework.procedure().participation_gate();
  if (gate <= 0) return;
  for (const v1::PrintedSurvey& survey : subject.report.surveys()) {
    if (survey.audience() != v1::AUDIENCE_STUDENTS) continue;
    for (const v1::ProgrammeAnswers& answers : survey.programmes()) {
      for (const CaseProgramme& programme : subject.reported) {
        const v1::ProgrammeReview& review = *programme.review;
        if (review.code() != answers.programme() || review.contingent() == 0) continue;
        findings.Compared();
        const double share = 100.0 * answers.count() / review.contingent();
        if (share >= gate) continue;
        const std::string shown = absl::StrCat(answers.count(), " of ", review.contingent(), " = ",
                                               ShowNumber(share, 1), " %");
        findings.Add(absl::StrCat(survey.id(), "/", review.code()),
                     absl::StrCat("of ", review.code(), " ", shown, " answered ", survey.id(),
                                  ", less than ", ShowShort(gate), " %"),
                     {answers.has_place() ? &answers.place() : PlaceOf(survey), shown},
                     {PlaceOf(review), absl::StrCat(ShowShort(gate), " %")});
      }
    }
  }
  CheckTaken(subject, gate, findings);
}

}  // namespace tarazy::accreditation::report_lint
