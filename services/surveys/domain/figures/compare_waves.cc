#include "services/surveys/domain/figures/compare_waves.h"

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/surveys/domain/figures/cell_table.h"
#include "services/surveys/domain/figures/moments.h"

namespace tarazy::surveys {
namespace {

const std::string& MeasureOf(const Question& question) {
  return question.row != nullptr ? question.row->measures() : question.item->measures();
}

// The questions of each measure.
std::map<std::string, std::vector<const Question*>> Measured(const Form& form) {
  std::map<std::string, std::vector<const Question*>> measured;
  for (const Question& question : form.questions()) {
    if (!MeasureOf(question).empty()) measured[MeasureOf(question)].push_back(&question);
  }
  return measured;
}

// The points that are answers, best to worst or as shown: code and value.
std::vector<std::pair<std::string, std::optional<int>>> PointsOf(const Question& question) {
  std::vector<std::pair<std::string, std::optional<int>>> points;
  for (const int option : AnswerOptions(question)) {
    points.emplace_back(question.options[option].choice->code(), question.options[option].value);
  }
  return points;
}

bool SameScale(const Question& before, const Question& after) {
  if (before.type == v1::ITEM_TYPE_NUMBER || after.type == v1::ITEM_TYPE_NUMBER) {
    return before.type == after.type && before.item->number().unit() == after.item->number().unit();
  }
  return HasOneChoice(before) && HasOneChoice(after) && PointsOf(before) == PointsOf(after);
}

const v1::QuestionResults* FiguresFor(const v1::Results& results, const std::string& question) {
  if (results.strata().empty()) return nullptr;
  for (const v1::QuestionResults& figures : results.strata(0).questions()) {
    if (figures.question() == question) return &figures;
  }
  return nullptr;
}

// Why there is no mean; empty when there is one.
std::string WhyNoMean(const v1::QuestionResults* figures, const v1::Results& results) {
  if (figures != nullptr && figures->has_mean()) return "";
  const bool hidden = figures == nullptr || figures->suppressed();
  return absl::StrCat(results.campaign(), hidden ? " has suppressed counts" : " has no mean");
}

std::string WhyNot(const std::vector<const Question*>& before,
                   const std::vector<const Question*>& after, const Wave& first,
                   const Wave& second) {
  if (before.size() > 1) {
    return absl::StrCat(before.size(), " questions of ", first.results.campaign(), " measure it");
  }
  if (after.size() > 1) {
    return absl::StrCat(after.size(), " questions of ", second.results.campaign(), " measure it");
  }
  if (!SameScale(*before[0], *after[0])) return "the points of the scale differ";
  std::string why = WhyNoMean(FiguresFor(first.results, before[0]->id), first.results);
  if (!why.empty()) return why;
  return WhyNoMean(FiguresFor(second.results, after[0]->id), second.results);
}

v1::MeasureChange ChangeOf(const std::string& measure, const v1::QuestionResults& before,
                           const v1::QuestionResults& after) {
  v1::MeasureChange change;
  change.set_measure(measure);
  change.set_question_before(before.question());
  change.set_question_after(after.question());
  change.set_before(before.mean());
  change.set_after(after.mean());
  const MeanDifference difference =
      DifferenceOf(before.mean(), before.standard_error(), after.mean(), after.standard_error());
  change.set_difference(difference.difference);
  if (before.has_standard_error() && after.has_standard_error()) {
    change.set_standard_error(difference.standard_error);
    change.set_significant(difference.significant);
  }
  return change;
}

}  // namespace

v1::WaveComparison CompareWaves(const Wave& before, const Wave& after) {
  v1::WaveComparison comparison;
  comparison.set_before(before.results.campaign());
  comparison.set_after(after.results.campaign());
  const auto earlier = Measured(before.form);
  auto later = Measured(after.form);
  for (const Question& question : after.form.questions()) {
    const std::string& measure = MeasureOf(question);
    const auto first = earlier.find(measure);
    const auto second = later.find(measure);
    if (first == earlier.end() || second == later.end()) continue;
    const std::string why = WhyNot(first->second, second->second, before, after);
    if (why.empty()) {
      *comparison.add_changes() =
          ChangeOf(measure, *FiguresFor(before.results, first->second[0]->id),
                   *FiguresFor(after.results, second->second[0]->id));
    } else {
      v1::NotCompared& left_out = *comparison.add_not_compared();
      left_out.set_measure(measure);
      left_out.set_reason(why);
    }
    later.erase(second);
  }
  return comparison;
}

}  // namespace tarazy::surveys
