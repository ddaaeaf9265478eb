// recommendation_without_weak_mark: what is to be mended was marked as less than the standard asks.
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/accreditation/domain/report_lint/rules.h"
#include "services/accreditation/domain/report_lint/rules/findings_by_standard.h"

namespace tarazy::accreditation::report_lint {
namespace {

// What the marks of some criteria come to.
struct Marked {
  bool complete = true;
  bool weak = false;
  const v1::Evaluation* met = nullptr;
};

void Add(const Subject& subject, absl::string_view criterion, Marked& marked) {
  const std::vector<const v1::Evaluation*> consensus = subject.Consensus(criterion);
  if (consensus.empty()) marked.complete = false;
  for (const v1::Evaluation* evaluation : consensus) {
    const v1::MarkMeaning meaning = subject.Meaning(evaluation->mark());
    if (IsMet(meaning) && marked.met == nullptr) marked.met = evaluation;
    marked.weak = marked.weak || IsWeak(meaning);
  }
}

}  // namespace

void RecommendationWithoutWeakMark(const Subject& subject, Findings& findings) {
  for (const v1::Finding& finding : subject.record.findings()) {
    if (!IsRecommendation(finding)) continue;
    Marked marked;
    for (const std::string& criterion : finding.criteria()) Add(subject, criterion, marked);
    if (finding.criteria().empty()) {
      const v1::Standard* standard = FindStandard(subject.framework, finding.standard());
      if (standard == nullptr) continue;
      for (const v1::Criterion& criterion : standard->criteria()) {
        Add(subject, criterion.code(), marked);
      }
    }
    if (!marked.complete || marked.met == nullptr) continue;
    findings.Compared();
    if (marked.weak) continue;
    const std::string what = finding.criteria().empty()
                                 ? absl::StrCat("standard ", finding.standard())
                                 : absl::StrCat("criterion ", finding.criteria(0));
    findings.Add(finding.id(),
                 absl::StrCat(finding.id(), " wants something mended, but every mark of ", what,
                              " says that it is met"),
                 {PlaceOf(finding), finding.id()}, {PlaceOf(*marked.met), marked.met->mark()});
  }
}

}  // namespace tarazy::accreditation::report_lint
