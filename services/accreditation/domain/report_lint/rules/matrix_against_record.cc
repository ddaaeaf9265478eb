// matrix_against_record: a matrix prints the marks that the commission agreed on.
// one_mark_per_criterion: and one for each criterion.
#include <algorithm>
#include <map>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/accreditation/domain/report_lint/rules.h"

namespace tarazy::accreditation::report_lint {
namespace {

const v1::Place* PlaceIn(const v1::PrintedMatrix& matrix, const v1::PrintedMark& mark) {
  return mark.has_place() ? &mark.place() : PlaceOf(matrix);
}

}  // namespace

void MatrixAgainstRecord(const Subject& subject, Findings& findings) {
  for (const v1::PrintedMatrix& matrix : subject.report.matrices()) {
    for (const v1::PrintedMark& printed : matrix.marks()) {
      const auto consensus = subject.Consensus(printed.criterion());
      if (consensus.empty()) continue;
      findings.Compared();
      // A matrix for several programmes shows one mark where the record may have several.
      const bool agrees =
          std::any_of(consensus.begin(), consensus.end(),
                      [&](const v1::Evaluation* own) { return own->mark() == printed.mark(); });
      if (agrees) continue;
      const std::string marks =
          absl::StrJoin(consensus, ", ", [](std::string* out, const v1::Evaluation* evaluation) {
            absl::StrAppend(out, evaluation->mark());
          });
      findings.Add(absl::StrCat(matrix.id(), "/", printed.criterion()),
                   absl::StrCat(matrix.id(), " prints ", printed.mark(), " for criterion ",
                                printed.criterion(), ", but the record has ", marks),
                   {PlaceIn(matrix, printed), printed.mark()}, {PlaceOf(*consensus[0]), marks});
    }
  }
}

void OneMarkPerCriterion(const Subject& subject, Findings& findings) {
  for (const v1::PrintedMatrix& matrix : subject.report.matrices()) {
    std::map<absl::string_view, const v1::PrintedMark*> first;
    for (const v1::PrintedMark& mark : matrix.marks()) {
      findings.Compared();
      const auto [found, added] = first.emplace(mark.criterion(), &mark);
      if (added) continue;
      findings.Add(absl::StrCat(matrix.id(), "/", mark.criterion()),
                   absl::StrCat(matrix.id(), " prints two marks for criterion ", mark.criterion(),
                                ": ", found->second->mark(), " and ", mark.mark()),
                   {PlaceIn(matrix, *found->second), found->second->mark()},
                   {PlaceIn(matrix, mark), mark.mark()});
    }
  }
}

}  // namespace tarazy::accreditation::report_lint
