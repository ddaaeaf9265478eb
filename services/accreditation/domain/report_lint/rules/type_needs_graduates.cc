// type_needs_graduates: a specialized procedure is of programmes that have graduates, a primary one
// of programmes that have none yet.
#include <string>

#include "absl/strings/str_cat.h"
#include "services/accreditation/domain/record/dates.h"
#include "services/accreditation/domain/report_lint/rules.h"
#include "services/accreditation/domain/report_lint/rules/graduates.h"

namespace tarazy::accreditation::report_lint {

void TypeNeedsGraduates(const Subject& subject, Findings& findings) {
  if (!subject.visit_from) return;
  for (const CaseProgramme& programme : subject.programmes) {
    const v1::ProgrammeReview& review = *programme.review;
    const v1::ProcedureType type = TypeOf(subject.record, *programme.cluster);
    const auto graduation = FirstGraduation(review);
    if (!graduation) continue;
    if (type != v1::PROCEDURE_TYPE_PROGRAMME && type != v1::PROCEDURE_TYPE_PRIMARY) continue;
    findings.Compared();
    const bool has_graduates = *graduation <= *subject.visit_from;
    if (has_graduates == (type == v1::PROCEDURE_TYPE_PROGRAMME)) continue;
    const std::string kind = type == v1::PROCEDURE_TYPE_PROGRAMME ? "specialized" : "primary";
    findings.Add(
        absl::StrCat(programme.cluster->id(), "/", review.code()),
        absl::StrCat("the procedure of ", review.code(), " is ", kind,
                     ", but its first students graduate on ", FormatDay(*graduation),
                     " at the earliest and the visit began on ", FormatDay(*subject.visit_from)),
        {PlaceOf(review), kind}, {nullptr, FormatDay(*graduation)});
  }
}

}  // namespace tarazy::accreditation::report_lint
