#include "services/surveys/domain/form/conditions.h"

#include <algorithm>

#include "services/surveys/domain/form/scaled_number.h"

namespace tarazy::surveys {
namespace {

bool IsOneOf(const v1::Comparison& comparison, const Option& option) {
  return std::find(comparison.is().begin(), comparison.is().end(), option.choice->code()) !=
         comparison.is().end();
}

bool HasCode(const Question& question, int64_t value, const v1::Comparison& comparison) {
  for (size_t i = 0; i < question.options.size(); ++i) {
    const bool chosen = question.type == v1::ITEM_TYPE_MULTI ? (value >> i & 1) == 1
                                                             : value == static_cast<int64_t>(i);
    if (chosen && IsOneOf(comparison, question.options[i])) return true;
  }
  return false;
}

// What a bound is compared with; nothing where the answer has no value.
std::optional<double> ValueOf(const Question& question, int64_t value) {
  if (question.type == v1::ITEM_TYPE_NUMBER) return Unscaled(value, question.item->number());
  if (value < 0 || value >= static_cast<int64_t>(question.options.size())) return std::nullopt;
  return question.options[static_cast<size_t>(value)].value;
}

bool Compares(const Form& form, const v1::Comparison& comparison,
              absl::Span<const CodedAnswer> answers) {
  const std::optional<int> place = form.Find(comparison.question());
  if (!place.has_value()) return false;
  const CodedAnswer& answer = answers[static_cast<size_t>(*place)];
  const bool answered = answer.state == AnswerState::kAnswered;
  if (comparison.has_answered()) return answered == comparison.answered();
  if (!answered) return false;
  const Question& question = form.questions()[static_cast<size_t>(*place)];
  if (comparison.is_size() > 0) return HasCode(question, answer.value, comparison);
  const std::optional<double> value = ValueOf(question, answer.value);
  if (!value.has_value()) return false;
  return comparison.has_at_least() ? *value >= comparison.at_least()
                                   : *value <= comparison.at_most();
}

}  // namespace

bool Holds(const Form& form, const v1::Condition& condition,
           absl::Span<const CodedAnswer> answers) {
  const auto holds = [&](const v1::Condition& inner) { return Holds(form, inner, answers); };
  switch (condition.kind_case()) {
    case v1::Condition::kAll:
      return std::all_of(condition.all().of().begin(), condition.all().of().end(), holds);
    case v1::Condition::kAny:
      return std::any_of(condition.any().of().begin(), condition.any().of().end(), holds);
    case v1::Condition::kNot:
      return !holds(condition.not_());
    case v1::Condition::kAnswer:
      return Compares(form, condition.answer(), answers);
    case v1::Condition::KIND_NOT_SET:
      return false;
  }
  return false;
}

void ForEachComparison(const v1::Condition& condition,
                       absl::FunctionRef<void(const v1::Comparison&)> visit) {
  switch (condition.kind_case()) {
    case v1::Condition::kAll:
      for (const v1::Condition& inner : condition.all().of()) ForEachComparison(inner, visit);
      break;
    case v1::Condition::kAny:
      for (const v1::Condition& inner : condition.any().of()) ForEachComparison(inner, visit);
      break;
    case v1::Condition::kNot:
      ForEachComparison(condition.not_(), visit);
      break;
    case v1::Condition::kAnswer:
      visit(condition.answer());
      break;
    case v1::Condition::KIND_NOT_SET:
      break;
  }
}

}  // namespace tarazy::surveys
