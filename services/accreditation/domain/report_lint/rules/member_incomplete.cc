// member_incomplete: what most members' entries say, the others say too.
#include <string>

#include "absl/strings/str_cat.h"
#include "services/accreditation/domain/report_lint/rules.h"

namespace tarazy::accreditation::report_lint {
namespace {

// Of fewer members nothing can be said to be usual.
constexpr int kFewestMembers = 5;

struct Attribute {
  absl::string_view name;
  bool (*stated)(const v1::Member& member);
};

constexpr Attribute kAttributes[] = {
    {"affiliation", [](const v1::Member& member) { return !member.affiliation().empty(); }},
    {"city", [](const v1::Member& member) { return !member.city().empty(); }},
    {"country", [](const v1::Member& member) { return !member.country().empty(); }},
};

// Three quarters of them state it.
bool IsUsual(const v1::Case& record, const Attribute& attribute) {
  int stated = 0;
  for (const v1::Member& member : record.commission()) stated += attribute.stated(member) ? 1 : 0;
  return 4 * stated >= 3 * record.commission_size();
}

}  // namespace

void MemberIncomplete(const Subject& subject, Findings& findings) {
  if (subject.record.commission_size() < kFewestMembers) return;
  for (const v1::Member& member : subject.record.commission()) {
    std::string missing;
    for (const Attribute& attribute : kAttributes) {
      if (attribute.stated(member) || !IsUsual(subject.record, attribute)) continue;
      absl::StrAppend(&missing, missing.empty() ? "no " : " and no ", attribute.name);
    }
    findings.Compared();
    if (missing.empty()) continue;
    findings.Add(member.id(),
                 absl::StrCat("the entry of ", member.id(), " has ", missing,
                              ", unlike those of the others"),
                 {PlaceOf(member), missing}, {nullptr, "stated for most"});
  }
}

}  // namespace tarazy::accreditation::report_lint
