// empty_standard: only criteria are marked, so a standard without one would count in no total.
// Where a text has standards only, its file gives each of them one criterion.
#include "services/accreditation/domain/framework/rules.h"

namespace tarazy::accreditation {

void LintEmptyStandards(const v1::Framework& framework, std::vector<FrameworkFinding>& findings) {
  for (const v1::Standard& standard : framework.standards()) {
    if (!standard.criteria().empty()) continue;
    AddError("empty_standard", standard.code(),
             "has no criterion that could be marked; a standard that is marked as a whole has one",
             findings);
  }
}

}  // namespace tarazy::accreditation
