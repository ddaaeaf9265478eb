// Proposals: at most one for a programme, of what a council can decide, for a term that can be
// granted.
#include <algorithm>
#include <map>

#include "absl/strings/str_cat.h"
#include "services/accreditation/domain/procedure/check_parts.h"
#include "services/accreditation/domain/procedure/words.h"
#include "services/accreditation/domain/record/programmes.h"

namespace tarazy::accreditation {
namespace {

void CheckTerm(const v1::Framework& framework, const v1::Proposal& proposal, const std::string& at,
               Faults& problems) {
  const auto& terms = framework.procedure().terms();
  switch (proposal.outcome()) {
    case v1::DECISION_KIND_GRANT:
    case v1::DECISION_KIND_GRANT_CONDITIONALLY:
      if (std::find(terms.begin(), terms.end(), proposal.years()) == terms.end()) {
        problems.Add(at + ".years",
                     absl::StrCat(proposal.years(), " years are not among the framework's terms"));
      }
      return;
    case v1::DECISION_KIND_REFUSE:
    case v1::DECISION_KIND_DEFER:
      if (proposal.years() != 0) {
        problems.Add(at + ".years", "nothing is granted for any years");
      }
      return;
    default:
      problems.Add(at + ".outcome", absl::StrCat("a commission does not propose to ",
                                                 OutcomeWords(proposal.outcome())));
  }
}

}  // namespace

void CheckProposals(const Checked& checked, Faults& problems) {
  std::map<std::string, int> first_of;
  for (int i = 0; i < checked.record.proposals_size(); ++i) {
    const v1::Proposal& proposal = checked.record.proposals(i);
    const std::string at = absl::StrCat("proposals[", i, "]");
    NeedAll(checked.known.programmes, proposal.programmes(), at + ".programmes",
            "programme of the case", problems);
    CheckTerm(checked.framework, proposal, at, problems);
    for (const std::string& code : AppliesTo(checked.record, proposal.programmes())) {
      const auto [first, fresh] = first_of.try_emplace(code, i);
      if (fresh || first->second == i) continue;
      problems.Add(at + ".programmes",
                   absl::StrCat(code.empty() ? "the institution" : code, " is in proposals[",
                                first->second, "] already"));
    }
  }
}

}  // namespace tarazy::accreditation
