// enumeration_count: a list has as many things as the text says.
#include <string>

#include "absl/strings/str_cat.h"
#include "services/accreditation/domain/report_lint/rules.h"
#include "services/accreditation/domain/report_lint/words.h"

namespace tarazy::accreditation::report_lint {

void EnumerationCount(const Subject& subject, Findings& findings) {
  for (const v1::Enumeration& enumeration : subject.report.enumerations()) {
    if (enumeration.claimed() == 0 || enumeration.items().empty()) continue;
    findings.Compared();
    const int listed = enumeration.items_size();
    if (listed == enumeration.claimed()) continue;
    findings.Add(Slug(enumeration.items(0)),
                 absl::StrCat("the text says ", enumeration.claimed(), ", but lists ", listed),
                 {PlaceOf(enumeration), absl::StrCat(enumeration.claimed())},
                 {PlaceOf(enumeration), absl::StrCat(listed)});
  }
}

}  // namespace tarazy::accreditation::report_lint
