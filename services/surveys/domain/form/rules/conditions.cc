// condition_depth: deeper than anybody reads. condition_unclear: nothing, or too much, is compared.
// unknown_question, unknown_code, forward_reference, comparison_kind: what is compared is not
// there, cannot be chosen, comes later or has no such value.
#include "services/surveys/domain/form/conditions.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "services/surveys/domain/form/rules/comparison_fault.h"
#include "services/surveys/domain/form/rules/rules.h"

namespace tarazy::surveys {
namespace {

constexpr int kDeepest = 8;

template <typename Visit>
void ForEachInside(const v1::Condition& condition, const Visit& visit) {
  if (condition.has_not_()) visit(condition.not_());
  for (const v1::Condition& inner : condition.all().of()) visit(inner);
  for (const v1::Condition& inner : condition.any().of()) visit(inner);
}

int DepthOf(const v1::Condition& condition) {
  int deepest = 0;
  ForEachInside(condition,
                [&](const v1::Condition& inner) { deepest = std::max(deepest, DepthOf(inner)); });
  return deepest + 1;
}

bool SaysNothing(const v1::Condition& condition) {
  bool nothing = condition.kind_case() == v1::Condition::KIND_NOT_SET;
  ForEachInside(condition,
                [&](const v1::Condition& inner) { nothing = nothing || SaysNothing(inner); });
  return nothing;
}

void LintCondition(const Form& form, absl::string_view node, const v1::Condition& condition,
                   int before, std::vector<QuestionnaireFinding>& findings) {
  if (const int depth = DepthOf(condition); depth > kDeepest) {
    AddError("condition_depth", node,
             absl::StrCat("its condition is ", depth, " deep; at most ", kDeepest), findings);
  }
  if (SaysNothing(condition)) {
    AddError("condition_unclear", node, "a part of its condition says nothing", findings);
  }
  ForEachComparison(condition, [&](const v1::Comparison& comparison) {
    if (auto fault = FaultOf(form, comparison, before)) {
      AddError(fault->rule, node, std::move(fault->message), findings);
    }
  });
}

}  // namespace

void LintConditions(const Form& form, std::vector<QuestionnaireFinding>& findings) {
  int place = 0;  // of the next question
  for (const v1::Page& page : form.questionnaire().pages()) {
    if (page.has_show_if()) LintCondition(form, page.id(), page.show_if(), place, findings);
    for (const v1::Item& item : page.items()) {
      if (item.has_show_if()) LintCondition(form, item.id(), item.show_if(), place, findings);
      place += item.type() == v1::ITEM_TYPE_MATRIX ? item.rows_size() : 1;
    }
  }
}

}  // namespace tarazy::surveys
