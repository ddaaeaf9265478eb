// cohort_arithmetic: nobody graduates, works as a graduate or is in a semester before it can be.
#include <string>

#include "absl/strings/str_cat.h"
#include "services/accreditation/domain/record/dates.h"
#include "services/accreditation/domain/report_lint/rules.h"
#include "services/accreditation/domain/report_lint/rules/graduates.h"

namespace tarazy::accreditation::report_lint {
namespace {

absl::string_view DeedName(v1::CohortDeed deed) {
  if (deed == v1::COHORT_DEED_GRADUATED) return "graduated";
  return deed == v1::COHORT_DEED_EMPLOYED ? "employed" : "semester";
}

std::string KeyOf(const v1::CohortClaim& claim) {
  return absl::StrCat(claim.programme(), "/", DeedName(claim.deed()), "/", claim.admitted(), "/",
                      claim.semester(), "/", claim.on());
}

void Check(const v1::CohortClaim& claim, const v1::ProgrammeReview& review, absl::CivilDay admitted,
           absl::CivilDay on, Findings& findings) {
  const int duration = review.duration_months();
  if (claim.deed() == v1::COHORT_DEED_COMPLETED_SEMESTER) {
    if (claim.semester() <= 0) return;
    findings.Compared();
    const absl::CivilDay begin = BeginOfSemester(admitted, claim.semester());
    if (duration > 0 && claim.semester() > (duration + 5) / 6) {
      findings.Add(KeyOf(claim),
                   absl::StrCat("semester ", claim.semester(), " of ", claim.programme(),
                                ", which takes ", duration, " months"),
                   {PlaceOf(claim), absl::StrCat(claim.semester())},
                   {PlaceOf(review), absl::StrCat(duration)});
    } else if (begin > on) {
      findings.Add(
          KeyOf(claim),
          absl::StrCat("students of ", claim.programme(), " admitted on ", FormatDay(admitted),
                       " cannot be in semester ", claim.semester(), " before ", FormatDay(begin),
                       ", but are said to have been by ", claim.on()),
          {PlaceOf(claim), claim.on()}, {PlaceOf(review), FormatDay(begin)});
    }
    return;
  }
  if (duration <= 0) return;
  findings.Compared();
  const absl::CivilDay graduation = GraduationOf(admitted, duration);
  if (graduation <= on) return;
  findings.Add(KeyOf(claim),
               absl::StrCat("graduates of ", claim.programme(), " are said to exist by ",
                            claim.on(), ", but those admitted on ", FormatDay(admitted),
                            " cannot graduate before ", FormatDay(graduation)),
               {PlaceOf(claim), claim.on()}, {PlaceOf(review), FormatDay(graduation)});
}

}  // namespace

void CohortArithmetic(const Subject& subject, Findings& findings) {
  for (const v1::CohortClaim& claim : subject.report.cohorts()) {
    const v1::ProgrammeReview* review = FindProgramme(subject.record, claim.programme());
    const auto on = ParseDay(claim.on());
    if (review == nullptr || !on) continue;
    auto admitted = ParseDay(claim.admitted());
    if (!admitted) admitted = ParseDay(review->first_admission());
    if (admitted) Check(claim, *review, *admitted, *on, findings);
  }
}

}  // namespace tarazy::accreditation::report_lint
