// deadline_before_visit: what the visit found is due after it.
#include <string>

#include "absl/strings/str_cat.h"
#include "services/accreditation/domain/record/dates.h"
#include "services/accreditation/domain/report_lint/rules.h"
#include "services/accreditation/domain/report_lint/rules/findings_by_standard.h"

namespace tarazy::accreditation::report_lint {

void DeadlineBeforeVisit(const Subject& subject, Findings& findings) {
  if (!subject.visit_to) return;
  for (const v1::Finding& finding : subject.record.findings()) {
    if (!IsRecommendation(finding)) continue;
    const v1::Deadline& deadline = finding.deadline();
    const auto due =
        ParseDay(deadline.has_recurring() ? deadline.recurring().first() : deadline.fixed());
    if (!due) continue;
    findings.Compared();
    if (*due > *subject.visit_to) continue;
    const std::string end = FormatDay(*subject.visit_to);
    findings.Add(finding.id(),
                 absl::StrCat(finding.id(), " is due on ", FormatDay(*due),
                              ", but the visit ended on ", end),
                 {PlaceOf(finding), FormatDay(*due)}, {nullptr, end});
  }
}

}  // namespace tarazy::accreditation::report_lint
