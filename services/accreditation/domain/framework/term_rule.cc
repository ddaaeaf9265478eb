// Rules about the table that suggests terms: term_outcome, term_years, term_order,
// term_unreachable, term_not_exhaustive. The node is the row's number, from 1.
#include <algorithm>
#include <limits>

#include "absl/strings/str_cat.h"
#include "services/accreditation/domain/framework/rules.h"

namespace tarazy::accreditation {
namespace {

// What a row asks, in full: absent conditions as the widest ones, and narrowed to what marks can
// be. Shares of strengths and improvements cannot add up to more than 100 percent, and without any
// improvement or worse nothing has failed.
struct Asked {
  double max_improvement = 100;
  double max_failed = std::numeric_limits<double>::infinity();
  double min_strength = 0;

  explicit Asked(const v1::TermRow& row) {
    if (row.has_min_strength_share()) min_strength = row.min_strength_share();
    if (row.has_max_improvement_share()) max_improvement = row.max_improvement_share();
    max_improvement = std::min(max_improvement, 100 - min_strength);
    if (row.has_max_failed()) max_failed = row.max_failed();
    if (max_improvement == 0) max_failed = 0;
  }

  // Whatever marks satisfy `other` satisfy this, too.
  bool Covers(const Asked& other) const {
    return max_improvement >= other.max_improvement && max_failed >= other.max_failed &&
           min_strength <= other.min_strength;
  }
};

// Larger is more favourable; 0 for what no term rule may suggest.
int FavourOf(v1::DecisionKind outcome) {
  switch (outcome) {
    case v1::DECISION_KIND_GRANT:
      return 4;
    case v1::DECISION_KIND_GRANT_CONDITIONALLY:
      return 3;
    case v1::DECISION_KIND_DEFER:
      return 2;
    case v1::DECISION_KIND_REFUSE:
      return 1;
    default:
      return 0;
  }
}

void LintYears(const v1::ProcedureRules& rules, const v1::TermRow& row, const std::string& node,
               std::vector<FrameworkFinding>& findings) {
  if (FavourOf(row.outcome()) == 0) {
    return AddError("term_outcome", node,
                    absl::StrCat("suggests ", v1::DecisionKind_Name(row.outcome()),
                                 ", which no council decides about an application"),
                    findings);
  }
  const bool grants = FavourOf(row.outcome()) >= 3;
  if (!grants && row.years() != 0) {
    AddError("term_years", node,
             absl::StrCat("grants nothing, and yet for ", row.years(), " years"), findings);
  }
  if (grants &&
      std::find(rules.terms().begin(), rules.terms().end(), row.years()) == rules.terms().end()) {
    AddError("term_years", node,
             absl::StrCat(row.years(), " years are not among the terms that may be granted"),
             findings);
  }
}

}  // namespace

void LintTermRule(const v1::Framework& framework, std::vector<FrameworkFinding>& findings) {
  const v1::ProcedureRules& rules = framework.procedure();
  if (!rules.has_term_rule()) return;
  const auto& rows = rules.term_rule().rows();
  for (int i = 0; i < rows.size(); ++i) {
    const std::string node = absl::StrCat(i + 1);
    LintYears(rules, rows[i], node, findings);
    const Asked asked(rows[i]);
    for (int before = 0; before < i; ++before) {
      if (!Asked(rows[before]).Covers(asked)) continue;
      AddError("term_unreachable", node,
               absl::StrCat("never decides: wherever it holds, row ", before + 1, " holds"),
               findings);
      break;
    }
    if (i == 0) continue;
    const int favour = FavourOf(rows[i].outcome());
    const int above = FavourOf(rows[i - 1].outcome());
    if (favour > above || (favour == above && rows[i].years() > rows[i - 1].years())) {
      AddError("term_order", node,
               absl::StrCat("is more favourable than row ", i, ", which is tried first"), findings);
    }
  }
  if (rows.empty()) return;
  const Asked last(rows[rows.size() - 1]);
  if (last.max_improvement < 100 || last.min_strength > 0 ||
      last.max_failed != std::numeric_limits<double>::infinity()) {
    AddError("term_not_exhaustive", absl::StrCat(rows.size()),
             "is the last row and has conditions: for some marks nothing is suggested", findings);
  }
}

}  // namespace tarazy::accreditation
