#include "services/accreditation/domain/procedure/participation.h"

#include "services/accreditation/domain/record/programmes.h"

namespace tarazy::accreditation {
namespace {

const v1::ProgrammeAnswers* Find(const v1::PrintedSurvey& survey, const std::string& programme) {
  for (const v1::ProgrammeAnswers& answers : survey.programmes()) {
    if (answers.programme() == programme) return &answers;
  }
  return nullptr;
}

Participation Measure(const v1::PrintedSurvey& survey, const v1::ProgrammeReview& review,
                      const v1::ProgrammeAnswers* answers, double required) {
  Participation measured{.survey = survey.id(),
                         .programme = review.code(),
                         .contingent = review.contingent(),
                         .required = required};
  if (answers == nullptr) return measured;
  measured.answered = answers->count();
  if (measured.contingent == 0) return measured;
  measured.percent = 100.0 * measured.answered / measured.contingent;
  // Compared as products, so that exactly 40 percent is enough whatever the division rounds to.
  measured.gate =
      100.0 * measured.answered >= required * measured.contingent ? Gate::kReached : Gate::kMissed;
  return measured;
}

}  // namespace

std::vector<Participation> ParticipationOf(const v1::Case& record, const v1::Framework& framework) {
  const double required = framework.procedure().participation_gate();
  std::vector<Participation> all;
  if (required <= 0) return all;
  for (const v1::PrintedSurvey& survey : record.report().surveys()) {
    // A survey that tells no programme from another is measured by none.
    if (survey.audience() != v1::AUDIENCE_STUDENTS || survey.programmes().empty()) continue;
    for (const CaseProgramme& programme : ProgrammesOf(record)) {
      const v1::ProgrammeAnswers* answers = Find(survey, programme.review->code());
      if (answers == nullptr && !programme.cluster->reported()) continue;
      all.push_back(Measure(survey, *programme.review, answers, required));
    }
  }
  return all;
}

}  // namespace tarazy::accreditation
