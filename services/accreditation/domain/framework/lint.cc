#include "services/accreditation/domain/framework/lint.h"

#include <algorithm>
#include <array>

#include "absl/strings/str_cat.h"
#include "services/accreditation/domain/framework/rules.h"

namespace tarazy::accreditation {
namespace {

void ApplyAcknowledgements(const v1::Framework& framework,
                           std::vector<FrameworkFinding>& findings) {
  const size_t count = findings.size();
  for (const v1::AcknowledgedFinding& given : framework.acknowledge()) {
    const bool may = CanBeAcknowledged(given.rule());
    bool used = false;
    for (size_t i = 0; i < count; ++i) {
      FrameworkFinding& finding = findings[i];
      if (!may || finding.rule != given.rule() || finding.node != given.node()) continue;
      finding.acknowledged = used = true;
      finding.reason = given.reason();
    }
    if (used) continue;
    AddWarning("unused_acknowledgement", given.node(),
               absl::StrCat("acknowledges ", given.rule(),
                            may ? ", which was not found here" : ", which no reason can excuse"),
               findings);
  }
}

}  // namespace

std::vector<FrameworkFinding> LintFramework(const v1::Framework& framework) {
  std::vector<FrameworkFinding> findings;
  LintValidity(framework, findings);
  LintDuplicateCodes(framework, findings);
  LintEmptyStandards(framework, findings);
  LintNumbering(framework, findings);
  LintHeadings(framework, findings);
  LintScale(framework, findings);
  LintTranslations(framework, findings);
  LintCrosswalk(framework, findings);
  LintTermRule(framework, findings);
  LintProcedureRules(framework, findings);
  ApplyAcknowledgements(framework, findings);
  return findings;
}

bool CanBeAcknowledged(absl::string_view rule) {
  constexpr std::array<absl::string_view, 4> kNever = {"duplicate_code", "empty_standard",
                                                       "incomplete_scale", "validity_inverted"};
  return std::find(kNever.begin(), kNever.end(), rule) == kNever.end();
}

bool HasUnacknowledgedErrors(absl::Span<const FrameworkFinding> findings) {
  return std::any_of(findings.begin(), findings.end(), [](const FrameworkFinding& finding) {
    return finding.error && !finding.acknowledged;
  });
}

}  // namespace tarazy::accreditation
