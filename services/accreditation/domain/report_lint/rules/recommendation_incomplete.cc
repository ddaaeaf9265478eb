// recommendation_incomplete: a recommendation says who is to act and by when.
#include <string>

#include "absl/strings/str_cat.h"
#include "services/accreditation/domain/report_lint/rules.h"
#include "services/accreditation/domain/report_lint/rules/findings_by_standard.h"

namespace tarazy::accreditation::report_lint {

void RecommendationIncomplete(const Subject& subject, Findings& findings) {
  for (const v1::Finding& finding : subject.record.findings()) {
    if (!IsRecommendation(finding)) continue;
    findings.Compared();
    std::string missing;
    const auto add = [&](absl::string_view what) {
      absl::StrAppend(&missing, missing.empty() ? "no " : " and no ", what);
    };
    if (finding.addressee().empty()) add("addressee");
    if (finding.deadline().due_case() == v1::Deadline::DUE_NOT_SET) add("deadline");
    if (missing.empty()) continue;
    findings.Add(finding.id(), absl::StrCat(finding.id(), " names ", missing),
                 {PlaceOf(finding), finding.id()}, {nullptr, missing});
  }
}

}  // namespace tarazy::accreditation::report_lint
