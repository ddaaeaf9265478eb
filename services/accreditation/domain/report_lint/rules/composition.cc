// composition: the commission has who the framework asks for, and only them are counted.
#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"
#include "services/accreditation/domain/report_lint/rules.h"
#include "services/accreditation/domain/report_lint/rules/coordinator_counted.h"

namespace tarazy::accreditation::report_lint {
namespace {

absl::string_view RoleName(v1::CommissionRole role) {
  switch (role) {
    case v1::COMMISSION_ROLE_CHAIR:
      return "chair";
    case v1::COMMISSION_ROLE_EXPERT:
      return "expert";
    case v1::COMMISSION_ROLE_FOREIGN_EXPERT:
      return "foreign expert";
    case v1::COMMISSION_ROLE_EMPLOYER:
      return "employer";
    case v1::COMMISSION_ROLE_STUDENT:
      return "student";
    case v1::COMMISSION_ROLE_COORDINATOR:
      return "coordinator";
    default:
      return "member";
  }
}

bool HoldsFor(const v1::CompositionRule& rule, v1::ProcedureType type) {
  return rule.types().empty() ||
         std::find(rule.types().begin(), rule.types().end(), type) != rule.types().end();
}

bool HoldsForCase(const v1::Case& record, const v1::CompositionRule& rule) {
  if (record.clusters().empty()) return HoldsFor(rule, record.type());
  return std::any_of(record.clusters().begin(), record.clusters().end(),
                     [&](const v1::Cluster& c) { return HoldsFor(rule, TypeOf(record, c)); });
}

template <typename Members>
int Count(const Members& members, v1::CommissionRole role, absl::string_view cluster) {
  return static_cast<int>(
      std::count_if(members.begin(), members.end(), [&](const v1::Member& member) {
        if (member.role() != role) return false;
        return cluster.empty() || std::find(member.clusters().begin(), member.clusters().end(),
                                            cluster) != member.clusters().end();
      }));
}

// Nobody of this role says which clusters he judges.
bool Unassigned(const v1::Case& record, v1::CommissionRole role) {
  return std::all_of(
      record.commission().begin(), record.commission().end(),
      [&](const v1::Member& member) { return member.role() != role || member.clusters().empty(); });
}

void Expect(const v1::Case& record, const v1::CompositionRule& rule, absl::string_view cluster,
            Findings& findings) {
  findings.Compared();
  const int have = Count(record.commission(), rule.role(), cluster);
  if (have >= rule.min()) return;
  const std::string where =
      cluster.empty() ? std::string("the commission") : absl::StrCat("cluster ", cluster);
  findings.Add(absl::StrCat(RoleName(rule.role()), cluster.empty() ? "" : "/", cluster),
               absl::StrCat(where, " has ", have, " of role ", RoleName(rule.role()),
                            ", the framework asks for ", rule.min()),
               {PlaceOf(record.commission(0)), absl::StrCat(have)},
               {nullptr, absl::StrCat(rule.min())});
}

void CheckRule(const v1::Case& record, const v1::CompositionRule& rule, Findings& findings) {
  if (!HoldsForCase(record, rule)) return;
  if (!rule.per_cluster() || record.clusters().empty()) {
    Expect(record, rule, "", findings);
    return;
  }
  if (Count(record.commission(), rule.role(), "") > 0 && Unassigned(record, rule.role())) {
    findings.Compared();
    findings.Add(
        absl::StrCat(RoleName(rule.role()), "/unassigned"),
        absl::StrCat("the framework asks for ", rule.min(), " of role ", RoleName(rule.role()),
                     " in every cluster, but nothing says who judges which"),
        {PlaceOf(record.commission(0)), "no cluster"},
        {nullptr, absl::StrCat(rule.min(), " in each")});
    return;
  }
  for (const v1::Cluster& cluster : record.clusters()) {
    if (HoldsFor(rule, TypeOf(record, cluster))) Expect(record, rule, cluster.id(), findings);
  }
}

void CheckMember(const v1::Case& record, const v1::Member& member, Findings& findings) {
  if (member.affiliation().empty()) return;
  findings.Compared();
  if (member.affiliation() != record.institution()) return;
  findings.Add(absl::StrCat("interest/", member.id()),
               absl::StrCat("the ", RoleName(member.role()), " ", member.id(),
                            " belongs to the institution that is reviewed"),
               {PlaceOf(member), member.affiliation()}, {nullptr, record.institution()});
}

}  // namespace

void Composition(const Subject& subject, Findings& findings) {
  const v1::Case& record = subject.record;
  for (const v1::Claim& claim : subject.report.claims()) {
    if (!CountsTheCoordinator(subject, claim)) continue;
    findings.Compared();
    findings.Add(
        absl::StrCat("claim/", claim.id()),
        absl::StrCat("the text counts ", claim.printed(), " members: the coordinator is none"),
        {PlaceOf(claim), claim.printed()}, {PlaceOf(record.commission(0)), ""});
  }
  if (record.commission().empty()) return;
  for (const v1::CompositionRule& rule : subject.framework.procedure().composition()) {
    CheckRule(record, rule, findings);
  }
  findings.Compared();
  const int chairs = Count(record.commission(), v1::COMMISSION_ROLE_CHAIR, "");
  if (chairs > 1) {
    findings.Add("one-chair", absl::StrCat("the commission has ", chairs, " chairs"),
                 {PlaceOf(record.commission(0)), absl::StrCat(chairs)}, {nullptr, "1"});
  }
  for (const v1::Member& member : record.commission()) CheckMember(record, member, findings);
}

}  // namespace tarazy::accreditation::report_lint
