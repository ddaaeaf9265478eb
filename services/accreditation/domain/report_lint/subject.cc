#include "services/accreditation/domain/report_lint/subject.h"

#include <algorithm>

#include "services/accreditation/domain/record/dates.h"

namespace tarazy::accreditation::report_lint {

Subject::Subject(const v1::Case& record, const v1::Framework& framework)
    : record(record),
      framework(framework),
      report(record.report()),
      marks(record, kConsensus),
      dates(record),
      programmes(ProgrammesOf(record)),
      reported(ReportedProgrammesOf(record)),
      codes(AppliesTo(record, {})),
      visit_from(ParseDay(record.visit().from())),
      visit_to(ParseDay(record.visit().to())) {
  for (const v1::PrintedTable& table : report.tables()) tables.emplace(table.id(), &table);
  for (const v1::PrintedSurvey& survey : report.surveys()) surveys.emplace(survey.id(), &survey);
  for (const v1::SurveyEvidence& taken : record.survey_evidence()) {
    evidence.emplace(taken.id(), &taken);
  }
  for (const v1::Claim& claim : report.claims()) claims.emplace(claim.id(), &claim);
  for (const v1::Act& act : report.acts()) acts.emplace(act.id(), &act);
  for (const v1::Finding& finding : record.findings()) findings.emplace(finding.id(), &finding);
  for (const v1::Standard& standard : framework.standards()) {
    for (const v1::Criterion& criterion : standard.criteria()) {
      standard_of.emplace(criterion.code(), &standard);
    }
  }
}

std::vector<const v1::Evaluation*> Subject::Consensus(absl::string_view criterion) const {
  std::vector<const v1::Evaluation*> found;
  for (const std::string& code : codes) {
    const v1::Evaluation* evaluation = marks.Find(criterion, code);
    if (evaluation == nullptr) continue;
    const bool known = std::any_of(found.begin(), found.end(), [&](const v1::Evaluation* other) {
      return other->mark() == evaluation->mark();
    });
    if (!known) found.push_back(evaluation);
  }
  return found;
}

const v1::ProgrammeReview* Subject::ReportedAs(absl::string_view programme) const {
  for (const CaseProgramme& one : reported) {
    if (!programme.empty() && one.review->programme() == programme) return one.review;
  }
  return nullptr;
}

}  // namespace tarazy::accreditation::report_lint
