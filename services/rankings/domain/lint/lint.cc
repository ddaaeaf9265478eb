#include "services/rankings/domain/lint.h"

#include <algorithm>
#include <array>

#include "services/rankings/domain/lint/report.h"
#include "services/rankings/domain/lint/rules.h"
#include "services/rankings/domain/lint/structure.h"

namespace tarazy::rankings {

std::vector<Finding> Lint(const Methodology& methodology) {
  const Tree tree = MakeTree(methodology);
  std::vector<Finding> findings;
  LintStructure(methodology, tree, findings);
  LintPoints(methodology, tree, findings);
  LintNumbering(tree, findings);
  LintUnusedVariables(methodology, tree, findings);
  LintDuplicateFormulas(tree, findings);
  LintDivisions(methodology, tree, findings);
  LintMoney(methodology, tree, findings);
  LintSizeDependentCounts(methodology, tree, findings);
  LintTranslations(methodology, tree, findings);
  LintUnreachablePoints(tree, findings);
  LintConstantFormulas(tree, findings);
  LintRatings(methodology, findings);
  ApplyAcknowledgements(methodology, findings);
  return findings;
}

void ApplyAcknowledgements(const Methodology& methodology, std::vector<Finding>& findings) {
  const size_t count = findings.size();
  for (const Acknowledgement& given : methodology.acknowledgements) {
    bool used = false;
    for (size_t i = 0; i < count; ++i) {
      Finding& finding = findings[i];
      if (finding.rule != given.rule || finding.node != given.node) continue;
      if (given.reason.empty() || !CanBeAcknowledged(given.rule)) continue;
      finding.acknowledged = used = true;
      finding.reason = given.reason;
    }
    if (used) continue;
    AddWarning("unused_acknowledgement", given.node,
               absl::StrCat("acknowledges ", given.rule,
                            CanBeAcknowledged(given.rule) ? ", which was not found here"
                                                          : ", which no reason can excuse"),
               findings);
  }
}

bool CanBeAcknowledged(absl::string_view rule) {
  constexpr std::array<absl::string_view, 5> kNever = {"parse_error", "duplicate_code", "cycle",
                                                       "undefined_variable", "empty_node"};
  return std::find(kNever.begin(), kNever.end(), rule) == kNever.end();
}

bool HasUnacknowledgedErrors(absl::Span<const Finding> findings) {
  return std::any_of(findings.begin(), findings.end(), [](const Finding& finding) {
    return finding.severity == Severity::kError && !finding.acknowledged;
  });
}

}  // namespace tarazy::rankings
