// unknown_scale: an item names a scale that is not there; unused_scale: the other way round.
// short_scale: nothing to choose between. partial_values: some points have a value and others would
// silently be in no mean. duplicate_value: two points that a mean cannot tell apart. value_order:
// values that do not lead where the scale's direction says.
#include <map>
#include <set>

#include "absl/strings/str_cat.h"
#include "services/surveys/domain/form/rules/rules.h"

namespace tarazy::surveys {
namespace {

bool UsesScale(const v1::Item& item) {
  return item.type() == v1::ITEM_TYPE_MATRIX || item.type() == v1::ITEM_TYPE_SCALE ||
         item.type() == v1::ITEM_TYPE_RATE;
}

// The points that count as an answer.
std::vector<const v1::Choice*> AnswersOf(const v1::Scale& scale) {
  std::vector<const v1::Choice*> points;
  for (const v1::Choice& point : scale.points()) {
    if (!point.missing()) points.push_back(&point);
  }
  return points;
}

void LintValues(const v1::Scale& scale, std::vector<QuestionnaireFinding>& findings) {
  const std::vector<const v1::Choice*> points = AnswersOf(scale);
  if (points.size() < 2) {
    AddError("short_scale", scale.id(), "has fewer than two points that are an answer", findings);
  }
  std::map<int, const v1::Choice*> bearers;
  size_t valued = 0;
  bool falls = true;
  bool rises = true;
  for (size_t i = 0; i < points.size(); ++i) {
    if (!points[i]->has_value()) continue;
    ++valued;
    const auto [first, fresh] = bearers.try_emplace(points[i]->value(), points[i]);
    if (!fresh) {
      AddError("duplicate_value", scale.id(),
               absl::StrCat(points[i]->code(), " has the value ", points[i]->value(), " of ",
                            first->second->code()),
               findings);
    }
    if (i == 0 || !points[i - 1]->has_value()) continue;
    falls = falls && points[i]->value() < points[i - 1]->value();
    rises = rises && points[i]->value() > points[i - 1]->value();
  }
  if (valued == 0) return;
  if (valued < points.size()) {
    AddError("partial_values", scale.id(),
             absl::StrCat("only ", valued, " of its ", points.size(),
                          " points have a value; the others would be in no mean"),
             findings);
  }
  if ((scale.direction() == v1::SCALE_DIRECTION_BEST_FIRST && !falls) ||
      (scale.direction() == v1::SCALE_DIRECTION_BEST_LAST && !rises)) {
    AddWarning("value_order", scale.id(),
               "its values do not grow from the worst point to the best: means read the other way",
               findings);
  }
}

}  // namespace

void LintScales(const Form& form, std::vector<QuestionnaireFinding>& findings) {
  const v1::Questionnaire& questionnaire = form.questionnaire();
  std::set<absl::string_view> known;
  for (const v1::Scale& scale : questionnaire.scales()) {
    known.insert(scale.id());
    LintValues(scale, findings);
  }
  std::set<absl::string_view> used;
  for (const v1::Page& page : questionnaire.pages()) {
    for (const v1::Item& item : page.items()) {
      if (!UsesScale(item) || item.scale().empty()) continue;
      used.insert(item.scale());
      if (known.contains(item.scale())) continue;
      AddError("unknown_scale", item.id(),
               absl::StrCat("names the scale ", item.scale(), ", which is not there"), findings);
    }
  }
  for (const v1::Scale& scale : questionnaire.scales()) {
    if (!used.contains(scale.id())) {
      AddWarning("unused_scale", scale.id(), "no item names it", findings);
    }
  }
}

}  // namespace tarazy::surveys
