// missing_translation: a title that lacks English, Russian or Kazakh.
#include "absl/strings/str_join.h"
#include "services/rankings/domain/lint/report.h"
#include "services/rankings/domain/lint/rules.h"

namespace tarazy::rankings {
namespace {

void CheckTitle(const Localized& title, absl::string_view node, std::vector<Finding>& findings) {
  std::vector<absl::string_view> missing;
  if (title.en.empty()) missing.push_back("English");
  if (title.ru.empty()) missing.push_back("Russian");
  if (title.kk.empty()) missing.push_back("Kazakh");
  if (missing.empty()) return;
  AddWarning("missing_translation", node,
             absl::StrCat("the title lacks ", absl::StrJoin(missing, ", ")), findings);
}

}  // namespace

void LintTranslations(const Methodology& methodology, const Tree& tree,
                      std::vector<Finding>& findings) {
  CheckTitle(methodology.title, "", findings);
  for (const Variable& variable : methodology.variables) {
    CheckTitle(variable.title, variable.name, findings);
  }
  for (const Node* node : tree.nodes) CheckTitle(node->title, node->code, findings);
}

}  // namespace tarazy::rankings
