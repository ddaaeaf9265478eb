// bounds_inverted: the smallest is above the largest. bounds_unreachable: more is asked for than
// there is.
#include <cmath>

#include "absl/strings/str_cat.h"
#include "services/surveys/domain/form/rules/rules.h"

namespace tarazy::surveys {
namespace {

void LintChoices(const v1::Item& item, std::vector<QuestionnaireFinding>& findings) {
  if (item.max_choices() > 0 && item.min_choices() > item.max_choices()) {
    AddError("bounds_inverted", item.id(),
             absl::StrCat("takes at least ", item.min_choices(), " choices and at most ",
                          item.max_choices()),
             findings);
  }
  int beside_others = 0;
  for (const v1::Choice& choice : item.choices()) beside_others += choice.alone() ? 0 : 1;
  for (const int bound : {item.min_choices(), item.max_choices()}) {
    if (bound <= beside_others) continue;
    AddError("bounds_unreachable", item.id(),
             absl::StrCat("speaks of ", bound, " choices, but only ", beside_others,
                          " can be made together"),
             findings);
  }
}

void LintNumber(const v1::Item& item, std::vector<QuestionnaireFinding>& findings) {
  const v1::NumberRange& range = item.number();
  if (range.min() > range.max()) {
    AddError("bounds_inverted", item.id(), "the smallest number is above the largest", findings);
    return;
  }
  const double power = std::pow(10, range.decimals());
  if (std::ceil(range.min() * power) > std::floor(range.max() * power)) {
    AddError("bounds_unreachable", item.id(),
             absl::StrCat("no number with ", range.decimals(), " decimals is in its range"),
             findings);
  }
}

void LintObjects(const v1::Item& item, std::vector<QuestionnaireFinding>& findings) {
  const v1::RatedObjects& rated = item.objects();
  if (rated.min() > rated.max()) {
    AddError("bounds_inverted", item.id(),
             absl::StrCat("takes at least ", rated.min(), " ratings and at most ", rated.max()),
             findings);
  }
  const int others = rated.objects_size() - (rated.not_own() ? 1 : 0);
  if (rated.min() > others) {
    AddError("bounds_unreachable", item.id(),
             absl::StrCat("takes at least ", rated.min(), " ratings, but a respondent may have ",
                          others, " objects to rate"),
             findings);
  }
  if (rated.max() > rated.objects_size()) {
    AddError(
        "bounds_unreachable", item.id(),
        absl::StrCat("takes up to ", rated.max(), " ratings of ", rated.objects_size(), " objects"),
        findings);
  }
}

}  // namespace

void LintBounds(const Form& form, std::vector<QuestionnaireFinding>& findings) {
  for (const v1::Page& page : form.questionnaire().pages()) {
    for (const v1::Item& item : page.items()) {
      if (item.type() == v1::ITEM_TYPE_MULTI) LintChoices(item, findings);
      if (item.type() == v1::ITEM_TYPE_NUMBER && item.has_number()) LintNumber(item, findings);
      if (item.type() == v1::ITEM_TYPE_RATE && item.has_objects()) LintObjects(item, findings);
    }
  }
}

}  // namespace tarazy::surveys
