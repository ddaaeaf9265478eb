// strong_needs_strength: more than the standard asks is written down as a strength.
// weak_needs_recommendation: and less is followed by a recommendation or condition.
#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"
#include "services/accreditation/domain/report_lint/rules.h"
#include "services/accreditation/domain/report_lint/rules/findings_by_standard.h"

namespace tarazy::accreditation::report_lint {
namespace {

// Each criterion with such a mark has such a finding in its standard.
template <typename Marked, typename Wanted>
void Check(const Subject& subject, Marked marked, Wanted wanted, absl::string_view missing,
           Findings& findings) {
  // Marks without any finding yet are a draft.
  if (subject.record.findings().empty()) return;
  const auto by_standard = ByStandard(subject, wanted);
  for (const v1::Standard& standard : subject.framework.standards()) {
    const auto own = by_standard.find(standard.code());
    for (const v1::Criterion& criterion : standard.criteria()) {
      const v1::Evaluation* bare = nullptr;
      int compared = 0;
      for (const std::string& code : subject.codes) {
        const v1::Evaluation* evaluation = subject.marks.Find(criterion.code(), code);
        if (evaluation == nullptr || !marked(subject.Meaning(evaluation->mark()))) continue;
        ++compared;
        const bool has =
            own != by_standard.end() &&
            std::any_of(own->second.begin(), own->second.end(), [&](const v1::Finding* finding) {
              return AppliesToProgramme(*finding, code);
            });
        if (!has) bare = evaluation;
      }
      if (compared > 0) findings.Compared();
      if (bare == nullptr) continue;
      findings.Add(criterion.code(),
                   absl::StrCat("criterion ", criterion.code(), " is marked ", bare->mark(),
                                ", but standard ", standard.code(), " has no ", missing),
                   {PlaceOf(*bare), bare->mark()}, {nullptr, absl::StrCat("no ", missing)});
    }
  }
}

}  // namespace

void StrongNeedsStrength(const Subject& subject, Findings& findings) {
  Check(
      subject, [](v1::MarkMeaning meaning) { return meaning == v1::MARK_MEANING_STRENGTH; },
      [](const v1::Finding& finding) { return finding.kind() == v1::FINDING_KIND_STRENGTH; },
      "strength", findings);
}

void WeakNeedsRecommendation(const Subject& subject, Findings& findings) {
  Check(subject, IsWeak, IsRecommendation, "recommendation", findings);
}

}  // namespace tarazy::accreditation::report_lint
