// incomplete_scale: marks that cannot say "met", "not met" or, where a criterion may not concern a
// programme, "not applicable". scale_order, scale_rank: marks stand best first, and ranks say so.
// duplicate_mark_title: two marks that nobody can tell apart.
#include <algorithm>
#include <map>

#include "absl/strings/str_cat.h"
#include "common/base/text.h"
#include "services/accreditation/domain/framework/rules.h"

namespace tarazy::accreditation {
namespace {

bool Has(const v1::Framework& framework, v1::MarkMeaning meaning) {
  return std::any_of(framework.scale().begin(), framework.scale().end(),
                     [&](const v1::ScaleMark& mark) { return mark.meaning() == meaning; });
}

void LintMeanings(const v1::Framework& framework, std::vector<FrameworkFinding>& findings) {
  if (!Has(framework, v1::MARK_MEANING_MET)) {
    AddError("incomplete_scale", "", "no mark says that a criterion is met", findings);
  }
  const bool failed = Has(framework, v1::MARK_MEANING_FAILED);
  if (!failed && !Has(framework, v1::MARK_MEANING_IMPROVEMENT)) {
    AddError("incomplete_scale", "", "no mark says that a criterion is not met", findings);
  } else if (!failed) {
    AddWarning("no_failing_mark", "", "no mark speaks against accreditation", findings);
  }
  if (Has(framework, v1::MARK_MEANING_NOT_APPLICABLE)) return;
  for (const v1::Standard& standard : framework.standards()) {
    for (const v1::Criterion& criterion : standard.criteria()) {
      if (criterion.applies_when() == v1::CONDITION_UNSPECIFIED) continue;
      AddError("incomplete_scale", criterion.code(),
               "may not concern a programme, but no mark says \"not applicable\"", findings);
    }
  }
}

void LintOrder(const v1::Framework& framework, std::vector<FrameworkFinding>& findings) {
  const v1::ScaleMark* better = nullptr;
  for (const v1::ScaleMark& mark : framework.scale()) {
    if (mark.meaning() == v1::MARK_MEANING_NOT_APPLICABLE) {
      if (mark.has_rank()) {
        AddError("scale_rank", mark.id(), "says \"not applicable\" and yet has a rank", findings);
      }
      continue;
    }
    if (!mark.has_rank()) {
      AddError("scale_rank", mark.id(), "has no rank: the experts' agreement cannot be computed",
               findings);
    }
    if (better != nullptr && mark.meaning() < better->meaning()) {
      AddError("scale_order", mark.id(),
               absl::StrCat("says more than ", better->id(), ", which stands before it"), findings);
    }
    if (better != nullptr && mark.has_rank() && better->has_rank() &&
        mark.rank() <= better->rank()) {
      AddError("scale_rank", mark.id(),
               absl::StrCat("its rank ", ShortestDecimal(mark.rank()), " is not above ",
                            ShortestDecimal(better->rank()), ", the rank of ", better->id(),
                            ", which is better"),
               findings);
    }
    better = &mark;
  }
}

void LintTitles(const v1::Framework& framework, std::vector<FrameworkFinding>& findings) {
  std::map<std::pair<absl::string_view, absl::string_view>, absl::string_view> bearers;
  for (const v1::ScaleMark& mark : framework.scale()) {
    const auto claim = [&](absl::string_view language, const std::string& title) {
      if (title.empty()) return;
      const auto [first, fresh] =
          bearers.try_emplace({language, title}, absl::string_view(mark.id()));
      if (fresh) return;
      AddError("duplicate_mark_title", mark.id(),
               absl::StrCat("is called \"", title, "\" (", language, ") like ", first->second),
               findings);
    };
    claim("en", mark.title().en());
    claim("ru", mark.title().ru());
    claim("kk", mark.title().kk());
  }
}

}  // namespace

void LintScale(const v1::Framework& framework, std::vector<FrameworkFinding>& findings) {
  LintMeanings(framework, findings);
  LintOrder(framework, findings);
  LintTitles(framework, findings);
}

}  // namespace tarazy::accreditation
