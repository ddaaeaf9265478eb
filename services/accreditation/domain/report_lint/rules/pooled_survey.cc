// pooled_survey: conclusions about programmes rest on the answers about them, not on everybody's.
#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/accreditation/domain/report_lint/rules.h"

namespace tarazy::accreditation::report_lint {
namespace {

bool Concludes(const v1::PrintedSurvey& survey, absl::string_view programme) {
  return std::find(survey.concludes_about().begin(), survey.concludes_about().end(), programme) !=
         survey.concludes_about().end();
}

}  // namespace

void PooledSurvey(const Subject& subject, Findings& findings) {
  for (const v1::PrintedSurvey& survey : subject.report.surveys()) {
    if (survey.concludes_about().empty() || survey.answered() == 0) continue;
    int own = 0;
    for (const v1::ProgrammeAnswers& answers : survey.programmes()) {
      if (Concludes(survey, answers.programme())) own += answers.count();
    }
    // Without a split it is pooled when the visit had other programmes.
    const bool others = std::any_of(subject.programmes.begin(), subject.programmes.end(),
                                    [&](const CaseProgramme& programme) {
                                      return !Concludes(survey, programme.review->code());
                                    });
    const bool split = !survey.programmes().empty();
    if (!split && !others) continue;
    findings.Compared();
    if (split && own >= survey.answered()) continue;
    const std::string about = absl::StrJoin(survey.concludes_about(), ", ");
    const std::string theirs =
        split ? absl::StrCat(own, " of ", survey.answered()) : std::string("nobody knows how many");
    findings.Add(survey.id(),
                 absl::StrCat("conclusions about ", about, " rest on ", survey.answered(),
                              " answers of ", survey.id(), ", of which ", theirs, " are theirs"),
                 {PlaceOf(survey), absl::StrCat(survey.answered())}, {PlaceOf(survey), theirs});
  }
}

}  // namespace tarazy::accreditation::report_lint
