#include "services/surveys/domain/form/form.h"

#include <algorithm>
#include <utility>

namespace tarazy::surveys {
namespace {

using google::protobuf::RepeatedPtrField;

const v1::Scale* FindScale(const v1::Questionnaire& questionnaire, absl::string_view id) {
  for (const v1::Scale& scale : questionnaire.scales()) {
    if (scale.id() == id) return &scale;
  }
  return nullptr;
}

std::vector<Option> OptionsOf(const RepeatedPtrField<v1::Choice>& choices) {
  std::vector<Option> options;
  options.reserve(choices.size());
  for (const v1::Choice& choice : choices) {
    Option& option = options.emplace_back(Option{.choice = &choice, .missing = choice.missing()});
    if (choice.has_value() && !choice.missing()) option.value = choice.value();
  }
  return options;
}

// Points that say no value are numbered: 1 is the worst, or, where neither end is better, the first
// shown.
std::vector<Option> PointsOf(const v1::Scale& scale) {
  std::vector<Option> options = OptionsOf(scale.points());
  const auto counts = [](const Option& option) { return !option.missing; };
  if (std::any_of(options.begin(), options.end(),
                  [](const Option& option) { return option.value.has_value(); })) {
    return options;
  }
  const bool best_first = scale.direction() == v1::SCALE_DIRECTION_BEST_FIRST;
  int next =
      best_first ? static_cast<int>(std::count_if(options.begin(), options.end(), counts)) : 1;
  for (Option& option : options) {
    if (option.missing) continue;
    option.value = next;
    next += best_first ? -1 : 1;
  }
  return options;
}

std::vector<Option> OptionsOf(const Question& question) {
  if (question.scale != nullptr) return PointsOf(*question.scale);
  return OptionsOf(question.item->choices());
}

}  // namespace

Form::Form(v1::Questionnaire questionnaire) : questionnaire_(std::move(questionnaire)) {
  const auto add = [&](const v1::Item& item, const v1::MatrixRow* row, int page) {
    Question& question =
        questions_.emplace_back(Question{.id = row == nullptr ? item.id() : row->id(),
                                         .type = item.type(),
                                         .item = &item,
                                         .row = row,
                                         .scale = FindScale(questionnaire_, item.scale()),
                                         .page = page});
    question.options = OptionsOf(question);
    places_.emplace(question.id, static_cast<int>(questions_.size()) - 1);
  };
  for (int page = 0; page < questionnaire_.pages_size(); ++page) {
    for (const v1::Item& item : questionnaire_.pages(page).items()) {
      if (item.type() != v1::ITEM_TYPE_MATRIX) {
        add(item, nullptr, page);
        continue;
      }
      for (const v1::MatrixRow& row : item.rows()) add(item, &row, page);
    }
  }
}

std::optional<int> Form::Find(absl::string_view id) const {
  const auto place = places_.find(id);
  if (place == places_.end()) return std::nullopt;
  return place->second;
}

}  // namespace tarazy::surveys
