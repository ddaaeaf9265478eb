// version_gap: one document is of one period wherever it is named.
#include <map>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/accreditation/domain/report_lint/rules.h"
#include "services/accreditation/domain/report_lint/words.h"

namespace tarazy::accreditation::report_lint {

void VersionGap(const Subject& subject, Findings& findings) {
  std::map<std::pair<std::string, std::string>, const v1::Act*> first;
  for (const v1::Act& act : subject.report.acts()) {
    if (act.title().empty() || act.period().empty()) continue;
    const auto [found, added] =
        first.emplace(std::pair(Folded(act.title()), Folded(act.issuer())), &act);
    if (added) continue;
    const v1::Act& other = *found->second;
    findings.Compared();
    if (Words(other.period()) == Words(act.period())) continue;
    findings.Add(
        absl::StrCat(Slug(act.title()), "/", Slug(other.period()), "/", Slug(act.period())),
        absl::StrCat(act.title(), " is of ", other.period(), " in one place and of ", act.period(),
                     " in another"),
        {PlaceOf(other), other.period()}, {PlaceOf(act), act.period()});
  }
}

}  // namespace tarazy::accreditation::report_lint
