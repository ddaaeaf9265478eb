// Findings of the commission by the standard they concern.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/accreditation/domain/report_lint/subject.h"

namespace tarazy::accreditation::report_lint {

inline bool IsRecommendation(const v1::Finding& finding) {
  return finding.kind() == v1::FINDING_KIND_RECOMMENDATION ||
         finding.kind() == v1::FINDING_KIND_CONDITION;
}

// The standards of a finding: its own, and those of its criteria.
inline std::set<absl::string_view> StandardsOf(const Subject& subject, const v1::Finding& finding) {
  std::set<absl::string_view> codes;
  if (!finding.standard().empty()) codes.insert(finding.standard());
  for (const std::string& criterion : finding.criteria()) {
    const v1::Standard* standard = Find(subject.standard_of, criterion);
    if (standard != nullptr) codes.insert(standard->code());
  }
  return codes;
}

// Those that `wanted` accepts, by standard.
template <typename Wanted>
std::map<absl::string_view, std::vector<const v1::Finding*>> ByStandard(const Subject& subject,
                                                                        Wanted wanted) {
  std::map<absl::string_view, std::vector<const v1::Finding*>> found;
  for (const v1::Finding& finding : subject.record.findings()) {
    if (!wanted(finding)) continue;
    for (const absl::string_view code : StandardsOf(subject, finding)) {
      found[code].push_back(&finding);
    }
  }
  return found;
}

// It concerns this programme; none named: every reported one.
inline bool AppliesToProgramme(const v1::Finding& finding, absl::string_view programme) {
  if (finding.programmes().empty()) return true;
  for (const std::string& code : finding.programmes()) {
    if (code == programme) return true;
  }
  return false;
}

}  // namespace tarazy::accreditation::report_lint
