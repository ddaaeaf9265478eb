// Rules about commissions and visits that cannot be kept, or that say two things:
// composition_twice, two_chairs, session_twice, session_audience, session_without_graduates.
#include <algorithm>

#include "absl/strings/str_cat.h"
#include "services/accreditation/domain/framework/rules.h"

namespace tarazy::accreditation {
namespace {

bool HoldsFor(const google::protobuf::RepeatedField<int>& types, v1::ProcedureType type) {
  return types.empty() || std::find(types.begin(), types.end(), type) != types.end();
}

// Both rules concern some type of procedure. No types means all of them.
template <typename Rule>
bool Meet(const Rule& one, const Rule& other) {
  if (one.types().empty() || other.types().empty()) return true;
  return std::any_of(one.types().begin(), one.types().end(), [&](int type) {
    return HoldsFor(other.types(), static_cast<v1::ProcedureType>(type));
  });
}

void LintComposition(const v1::ProcedureRules& rules, std::vector<FrameworkFinding>& findings) {
  for (int i = 0; i < rules.composition_size(); ++i) {
    const v1::CompositionRule& rule = rules.composition(i);
    const std::string role = v1::CommissionRole_Name(rule.role());
    if (rule.role() == v1::COMMISSION_ROLE_CHAIR && (rule.min() > 1 || rule.per_cluster())) {
      AddError("two_chairs", role, "a commission has one chair; the rule asks for more", findings);
    }
    for (int j = 0; j < i; ++j) {
      const v1::CompositionRule& before = rules.composition(j);
      if (before.role() != rule.role() || before.per_cluster() != rule.per_cluster() ||
          !Meet(before, rule)) {
        continue;
      }
      AddError("composition_twice", role,
               absl::StrCat("two rules hold for the same procedures: at least ", before.min(),
                            " and at least ", rule.min()),
               findings);
    }
  }
}

void LintSessions(const v1::ProcedureRules& rules, std::vector<FrameworkFinding>& findings) {
  for (int i = 0; i < rules.sessions_size(); ++i) {
    const v1::SessionRule& rule = rules.sessions(i);
    const std::string audience = v1::Audience_Name(rule.audience());
    if (rule.audience() == v1::AUDIENCE_COMMISSION_ONLY) {
      AddError("session_audience", audience, "a visit hears others, not the commission", findings);
    }
    if (rule.audience() == v1::AUDIENCE_GRADUATES &&
        HoldsFor(rule.types(), v1::PROCEDURE_TYPE_PRIMARY)) {
      AddError("session_without_graduates", audience,
               "is asked of primary procedures, too, whose programmes have no graduates", findings);
    }
    for (int j = 0; j < i; ++j) {
      if (rules.sessions(j).audience() != rule.audience() || !Meet(rules.sessions(j), rule)) {
        continue;
      }
      AddError("session_twice", audience, "two rules ask for it in the same procedures", findings);
    }
  }
}

}  // namespace

void LintProcedureRules(const v1::Framework& framework, std::vector<FrameworkFinding>& findings) {
  LintComposition(framework.procedure(), findings);
  LintSessions(framework.procedure(), findings);
}

}  // namespace tarazy::accreditation
