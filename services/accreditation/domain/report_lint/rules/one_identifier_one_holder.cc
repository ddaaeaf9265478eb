// one_identifier_one_holder: a licence or certificate belongs to one holder wherever it is named.
#include <map>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/accreditation/domain/report_lint/rules.h"
#include "services/accreditation/domain/report_lint/rules/holders.h"
#include "services/accreditation/domain/report_lint/words.h"

namespace tarazy::accreditation::report_lint {

void OneIdentifierOneHolder(const Subject& subject, Findings& findings) {
  const Holders holders(subject);
  std::map<std::pair<int, std::string>, const v1::Act*> first;
  for (const v1::Act& act : subject.report.acts()) {
    if (act.kind() != v1::ACT_KIND_LICENCE && act.kind() != v1::ACT_KIND_CERTIFICATE) continue;
    const std::string number = Slug(act.number());
    if (number.empty() || act.holder().empty()) continue;
    const auto [found, added] =
        first.emplace(std::pair(static_cast<int>(act.kind()), number), &act);
    if (added) continue;
    const v1::Act& other = *found->second;
    findings.Compared();
    if (holders.Same(other.holder(), act.holder())) continue;
    findings.Add(absl::StrCat(number, "/", Slug(act.holder())),
                 absl::StrCat(act.number(), " is held by ", other.holder(), " in one place and by ",
                              act.holder(), " in another"),
                 {PlaceOf(other), other.holder()}, {PlaceOf(act), act.holder()});
  }
}

}  // namespace tarazy::accreditation::report_lint
