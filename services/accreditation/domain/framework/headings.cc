// heading_unknown_criterion, heading_of_another_standard, criterion_under_two_headings: a heading
// has an explicit list of the criteria under it, because the texts themselves disagree about it.
#include <map>

#include "absl/strings/str_cat.h"
#include "services/accreditation/domain/framework/rules.h"
#include "services/accreditation/domain/record/marks.h"

namespace tarazy::accreditation {
namespace {

// A heading's words in the language it has.
const std::string& WordsOf(const v1::Heading& heading) {
  const auto& title = heading.title();
  return !title.en().empty() ? title.en() : !title.ru().empty() ? title.ru() : title.kk();
}

}  // namespace

void LintHeadings(const v1::Framework& framework, std::vector<FrameworkFinding>& findings) {
  for (const v1::Standard& standard : framework.standards()) {
    std::map<absl::string_view, const v1::Heading*> over;
    for (const v1::Heading& heading : standard.headings()) {
      for (const std::string& code : heading.criteria()) {
        const v1::Standard* owner = StandardOfCriterion(framework, code);
        if (owner == nullptr) {
          AddError("heading_unknown_criterion", standard.code(),
                   absl::StrCat("the heading \"", WordsOf(heading), "\" names ", code,
                                ", which is no criterion"),
                   findings);
        } else if (owner->code() != standard.code()) {
          AddError("heading_of_another_standard", standard.code(),
                   absl::StrCat("the heading \"", WordsOf(heading), "\" names ", code,
                                ", a criterion of ", owner->code()),
                   findings);
        } else if (!over.try_emplace(code, &heading).second) {
          AddError("criterion_under_two_headings", code,
                   absl::StrCat("stands under \"", WordsOf(*over[code]), "\" and again under \"",
                                WordsOf(heading), "\""),
                   findings);
        }
      }
    }
  }
}

}  // namespace tarazy::accreditation
