// duplicate_code: standards and criteria share one space of codes, because findings and crosswalks
// name either by its code alone.
#include <map>

#include "absl/strings/str_cat.h"
#include "services/accreditation/domain/framework/rules.h"

namespace tarazy::accreditation {

void LintDuplicateCodes(const v1::Framework& framework, std::vector<FrameworkFinding>& findings) {
  std::map<absl::string_view, std::string> bearers;
  const auto claim = [&](const std::string& code, std::string bearer) {
    const auto [first, fresh] = bearers.try_emplace(code, std::move(bearer));
    if (!fresh) {
      AddError("duplicate_code", code, absl::StrCat("is already the code of ", first->second),
               findings);
    }
  };
  for (const v1::Standard& standard : framework.standards()) {
    claim(standard.code(), "a standard");
    for (const v1::Criterion& criterion : standard.criteria()) {
      claim(criterion.code(), absl::StrCat("a criterion of the standard ", standard.code()));
    }
  }
}

}  // namespace tarazy::accreditation
