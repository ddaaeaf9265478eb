#include "services/surveys/domain/form/lint.h"

#include <algorithm>
#include <array>

#include "absl/strings/str_cat.h"
#include "services/surveys/domain/form/form.h"
#include "services/surveys/domain/form/rules/rules.h"

namespace tarazy::surveys {
namespace {

void ApplyAcknowledgements(const v1::Questionnaire& questionnaire,
                           std::vector<QuestionnaireFinding>& findings) {
  const size_t count = findings.size();
  for (const v1::AcknowledgedFlaw& given : questionnaire.acknowledge()) {
    const bool may = CanBeAcknowledged(given.rule());
    bool used = false;
    for (size_t i = 0; i < count; ++i) {
      QuestionnaireFinding& finding = findings[i];
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

std::vector<QuestionnaireFinding> LintQuestionnaire(const v1::Questionnaire& questionnaire) {
  const Form form(questionnaire);
  std::vector<QuestionnaireFinding> findings;
  LintTranslations(form, findings);
  LintDuplicateIds(form, findings);
  LintScales(form, findings);
  LintParts(form, findings);
  LintBounds(form, findings);
  LintConditions(form, findings);
  LintReachability(form, findings);
  LintSymmetry(form, findings);
  LintDuplicateItems(form, findings);
  LintDoubleBarrelled(form, findings);
  LintIdentifying(form, findings);
  LintRespondents(form, findings);
  ApplyAcknowledgements(questionnaire, findings);
  return findings;
}

bool CanBeAcknowledged(absl::string_view rule) {
  constexpr std::array<absl::string_view, 15> kNever = {
      "bounds_inverted",  "bounds_unreachable",  "condition_depth",   "condition_unclear",
      "comparison_kind",  "duplicate_id",        "forward_reference", "missing_beside_others",
      "missing_part",     "missing_translation", "unexpected_part",   "unknown_code",
      "unknown_language", "unknown_question",    "unknown_scale"};
  return std::find(kNever.begin(), kNever.end(), rule) == kNever.end();
}

bool HasUnacknowledgedErrors(absl::Span<const QuestionnaireFinding> findings) {
  return std::any_of(findings.begin(), findings.end(), [](const QuestionnaireFinding& finding) {
    return finding.error && !finding.acknowledged;
  });
}

}  // namespace tarazy::surveys
