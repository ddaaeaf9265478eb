// asymmetric_scale: more points on one side of the middle than on the other, which leads answers to
// the longer side. Which side a point is on is said by its value where values have both signs, else
// by its words, where those are understood.
#include <algorithm>
#include <optional>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/surveys/domain/form/rules/rules.h"
#include "services/surveys/domain/form/rules/words.h"

namespace tarazy::surveys {
namespace {

struct Sides {
  int good = 0;
  int middle = 0;
  int bad = 0;
};

std::optional<Sides> SidesByValue(const v1::Scale& scale) {
  Sides sides;
  for (const v1::Choice& point : scale.points()) {
    if (point.missing()) continue;
    if (!point.has_value()) return std::nullopt;
    ++(point.value() > 0 ? sides.good : point.value() < 0 ? sides.bad : sides.middle);
  }
  if (sides.good == 0 || sides.bad == 0) return std::nullopt;
  return sides;
}

bool HasOneOf(absl::string_view words, std::initializer_list<absl::string_view> stems) {
  return std::any_of(stems.begin(), stems.end(),
                     [&](absl::string_view stem) { return absl::StrContains(words, stem); });
}

// 1: good, -1: bad, 0: cannot be said. What denies stands before what it denies.
int SideOf(const common::v1::Localized& label) {
  const std::string words =
      absl::StrCat(" ", Lowered(label.en()), " ", Lowered(label.ru()), " ", Lowered(label.kk()));
  if (HasOneOf(words, {" bad", "poor", " worse", " worst", "disagree", "dissatisf", "unsatisf",
                       " not satisf", " not agree", "плох", "неудовл", "не удовл", "несоглас",
                       "не соглас", "нашар", "жаман", "қанағаттанба", "келіспе"})) {
    return -1;
  }
  if (HasOneOf(words, {" good", " fine", "excellent", "satisfied", " agree", "consent", "хорош",
                       "отличн", "удовлетвор", "соглас", "жақсы", "қанағаттан", "келіс"})) {
    return 1;
  }
  return 0;
}

// One point in the middle may say anything.
std::optional<Sides> SidesByWords(const v1::Scale& scale) {
  Sides sides;
  for (const v1::Choice& point : scale.points()) {
    if (point.missing()) continue;
    const int side = SideOf(point.label());
    ++(side > 0 ? sides.good : side < 0 ? sides.bad : sides.middle);
  }
  if (sides.middle > 1) return std::nullopt;
  return sides;
}

}  // namespace

void LintSymmetry(const Form& form, std::vector<QuestionnaireFinding>& findings) {
  for (const v1::Scale& scale : form.questionnaire().scales()) {
    if (scale.direction() == v1::SCALE_DIRECTION_NEUTRAL) continue;
    std::optional<Sides> sides = SidesByValue(scale);
    if (!sides.has_value()) sides = SidesByWords(scale);
    if (!sides.has_value() || sides->good == sides->bad) continue;
    AddWarning("asymmetric_scale", scale.id(),
               absl::StrCat(sides->good, " of its points are good and ", sides->bad, " bad"),
               findings);
  }
}

}  // namespace tarazy::surveys
