#include "services/surveys/domain/form/rules/comparison_fault.h"

#include <algorithm>

#include "absl/strings/str_cat.h"

namespace tarazy::surveys {
namespace {

bool HasCodes(const Question& question) {
  return !question.options.empty() && question.type != v1::ITEM_TYPE_RATE;
}

bool HasValues(const Question& question) {
  if (question.type == v1::ITEM_TYPE_NUMBER) return true;
  return HasCodes(question) && question.type != v1::ITEM_TYPE_MULTI &&
         std::any_of(question.options.begin(), question.options.end(),
                     [](const Option& option) { return option.value.has_value(); });
}

bool HasOption(const Question& question, absl::string_view code) {
  return std::any_of(question.options.begin(), question.options.end(),
                     [&](const Option& option) { return option.choice->code() == code; });
}

bool IsMatrix(const Form& form, absl::string_view id) {
  for (const v1::Page& page : form.questionnaire().pages()) {
    for (const v1::Item& item : page.items()) {
      if (item.id() == id) return item.type() == v1::ITEM_TYPE_MATRIX;
    }
  }
  return false;
}

}  // namespace

std::optional<ComparisonFault> FaultOf(const Form& form, const v1::Comparison& comparison,
                                       int before) {
  const std::string& id = comparison.question();
  const int kinds = (comparison.is_size() > 0) + comparison.has_at_least() +
                    comparison.has_at_most() + comparison.has_answered();
  if (kinds != 1) {
    return ComparisonFault{
        "condition_unclear",
        absl::StrCat("the comparison with ", id, " has ", kinds,
                     " of `is`, `at_least`, `at_most` and `answered`; exactly one belongs there")};
  }
  const std::optional<int> place = form.Find(id);
  if (!place.has_value()) {
    return ComparisonFault{"unknown_question",
                           absl::StrCat("is shown by the answer to ", id,
                                        IsMatrix(form, id) ? ", a matrix; name one of its rows"
                                                           : ", which is no question")};
  }
  if (*place >= before) {
    return ComparisonFault{"forward_reference", absl::StrCat("is shown by the answer to ", id,
                                                             ", which is not asked before it")};
  }
  const Question& question = form.questions()[static_cast<size_t>(*place)];
  if (comparison.is_size() > 0 && !HasCodes(question)) {
    return ComparisonFault{"comparison_kind",
                           absl::StrCat("compares the answer to ", id, ", which has no codes")};
  }
  if ((comparison.has_at_least() || comparison.has_at_most()) && !HasValues(question)) {
    return ComparisonFault{"comparison_kind",
                           absl::StrCat("compares the answer to ", id, ", which has no value")};
  }
  for (const std::string& code : comparison.is()) {
    if (HasOption(question, code)) continue;
    return ComparisonFault{"unknown_code", absl::StrCat("compares the answer to ", id, " with ",
                                                        code, ", which cannot be chosen there")};
  }
  return std::nullopt;
}

int FirstOfItem(const Form& form, int place) {
  const std::vector<Question>& questions = form.questions();
  auto first = static_cast<size_t>(place);
  while (first > 0 && questions[first - 1].item == questions[first].item) --first;
  return static_cast<int>(first);
}

int FirstOfPage(const Form& form, int place) {
  const std::vector<Question>& questions = form.questions();
  auto first = static_cast<size_t>(place);
  while (first > 0 && questions[first - 1].page == questions[first].page) --first;
  return static_cast<int>(first);
}

}  // namespace tarazy::surveys
