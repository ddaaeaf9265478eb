#include "services/accreditation/domain/procedure/applicability.h"

#include "services/accreditation/domain/record/dates.h"
#include "services/accreditation/domain/record/programmes.h"

namespace tarazy::accreditation {
namespace {

Concerns Of(bool yes) { return yes ? Concerns::kYes : Concerns::kNo; }

Concerns HasGraduates(const v1::Case& record, const v1::ProgrammeReview& review) {
  const auto first = ParseDay(review.first_admission());
  const auto visit = ParseDay(record.visit().to());
  if (first.has_value() && visit.has_value() && review.duration_months() > 0) {
    return Of(AddMonths(*first, review.duration_months()) <= *visit);
  }
  for (const CaseProgramme& programme : ProgrammesOf(record)) {
    if (programme.review == &review &&
        TypeOf(record, *programme.cluster) == v1::PROCEDURE_TYPE_PRIMARY) {
      return Concerns::kNo;
    }
  }
  return Concerns::kUnknown;
}

}  // namespace

Concerns ConcernsProgramme(const v1::Case& record, const v1::Criterion& criterion,
                           const v1::ProgrammeReview* review) {
  switch (criterion.applies_when()) {
    case v1::CONDITION_PREVIOUS_PROCEDURE:
      return Of(!record.previous_case().empty());
    case v1::CONDITION_REGULATED_PROFESSION:
      return review == nullptr ? Concerns::kUnknown : Of(review->regulated_profession());
    case v1::CONDITION_HAS_GRADUATES:
      return review == nullptr ? Concerns::kUnknown : HasGraduates(record, *review);
    default:
      return Concerns::kYes;
  }
}

}  // namespace tarazy::accreditation
