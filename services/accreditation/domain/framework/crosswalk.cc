// crosswalk_unknown: it starts from what the framework does not have. crosswalk_twice: it says the
// same correspondence again, perhaps once "partly" and once not.
#include <set>
#include <tuple>

#include "absl/strings/str_cat.h"
#include "services/accreditation/domain/framework/rules.h"
#include "services/accreditation/domain/record/marks.h"

namespace tarazy::accreditation {

void LintCrosswalk(const v1::Framework& framework, std::vector<FrameworkFinding>& findings) {
  std::set<std::tuple<absl::string_view, absl::string_view, absl::string_view>> seen;
  for (const v1::Crosswalk& line : framework.crosswalk()) {
    if (FindStandard(framework, line.from()) == nullptr &&
        StandardOfCriterion(framework, line.from()) == nullptr) {
      AddError("crosswalk_unknown", line.from(),
               absl::StrCat("is no standard or criterion here, but answers to ", line.to(), " of ",
                            line.framework()),
               findings);
    }
    if (!seen.emplace(line.from(), line.framework(), line.to()).second) {
      AddError("crosswalk_twice", line.from(),
               absl::StrCat("is said twice to answer to ", line.to(), " of ", line.framework()),
               findings);
    }
  }
}

}  // namespace tarazy::accreditation
