// Members, their ties, and who answers for a standard at the institution.
#include "absl/strings/str_cat.h"
#include "services/accreditation/domain/procedure/check_parts.h"

namespace tarazy::accreditation {

void CheckCommission(const Checked& checked, Faults& problems) {
  const References& known = checked.known;
  for (int i = 0; i < checked.record.commission_size(); ++i) {
    const v1::Member& member = checked.record.commission(i);
    const std::string at = absl::StrCat("commission[", i, "]");
    NeedAll(known.clusters, member.clusters(), at + ".clusters", "cluster of the case", problems);
    NeedAll(known.standards, member.standards(), at + ".standards", "standard of the framework",
            problems);
  }
  for (int i = 0; i < checked.record.interests_size(); ++i) {
    Need(known.members, checked.record.interests(i).member(),
         absl::StrCat("interests[", i, "].member"), "member of the commission", problems);
  }
  for (int i = 0; i < checked.record.owners_size(); ++i) {
    Need(known.standards, checked.record.owners(i).standard(),
         absl::StrCat("owners[", i, "].standard"), "standard of the framework", problems);
  }
}

}  // namespace tarazy::accreditation
