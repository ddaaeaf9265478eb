// mark_against_text: the text of a criterion that is met names nothing that has to be mended.
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/accreditation/domain/report_lint/rules.h"
#include "services/accreditation/domain/report_lint/rules/contrary_words.h"
#include "services/accreditation/domain/report_lint/words.h"

namespace tarazy::accreditation::report_lint {
namespace {

// A mark that says met: of the criterion, or of a standard none of whose criteria is weak.
const v1::Evaluation* MetMark(const Subject& subject, absl::string_view about, bool& judged) {
  std::vector<absl::string_view> criteria;
  if (const v1::Standard* standard = FindStandard(subject.framework, about)) {
    for (const v1::Criterion& criterion : standard->criteria())
      criteria.push_back(criterion.code());
  } else {
    criteria.push_back(about);
  }
  const v1::Evaluation* met = nullptr;
  for (const absl::string_view criterion : criteria) {
    for (const v1::Evaluation* evaluation : subject.Consensus(criterion)) {
      judged = true;
      const v1::MarkMeaning meaning = subject.Meaning(evaluation->mark());
      if (IsWeak(meaning)) return nullptr;
      if (IsMet(meaning) && met == nullptr) met = evaluation;
    }
  }
  return met;
}

}  // namespace

void MarkAgainstText(const Subject& subject, Findings& findings) {
  const ContraryWords contrary(subject.framework);
  if (contrary.empty()) return;
  for (const v1::Passage& passage : subject.report.passages()) {
    bool judged = false;
    const v1::Evaluation* met = MetMark(subject, passage.about(), judged);
    if (judged) findings.Compared();
    if (met == nullptr) continue;
    const std::string words = contrary.FirstIn(passage.text());
    if (words.empty()) continue;
    findings.Add(absl::StrCat(passage.about(), "/", Slug(words), "/", Slug(passage.text())),
                 absl::StrCat("the text about ", passage.about(), " says \"", words,
                              "\", but the mark is ", met->mark()),
                 {PlaceOf(passage), words}, {PlaceOf(*met), met->mark()});
  }
}

}  // namespace tarazy::accreditation::report_lint
