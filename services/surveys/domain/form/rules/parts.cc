// missing_part, unexpected_part: what an item of its type needs, and what only items of another
// type have. missing_beside_others: a choice of several that is no answer, but may stand beside
// answers.
#include <array>

#include "absl/strings/str_cat.h"
#include "services/surveys/domain/form/rules/rules.h"

namespace tarazy::surveys {
namespace {

// The bit of a type of item.
constexpr unsigned Of(v1::ItemType type) { return 1U << static_cast<unsigned>(type); }

struct Part {
  absl::string_view key;
  unsigned types;  // of these items
  bool needed;     // all of them need it
  bool (*given)(const v1::Item&);
};

constexpr unsigned kChoosing = Of(v1::ITEM_TYPE_SINGLE) | Of(v1::ITEM_TYPE_MULTI);
constexpr unsigned kScaled =
    Of(v1::ITEM_TYPE_MATRIX) | Of(v1::ITEM_TYPE_SCALE) | Of(v1::ITEM_TYPE_RATE);

constexpr std::array<Part, 8> kParts = {{
    {"choices", kChoosing, true, [](const v1::Item& item) { return item.choices_size() > 0; }},
    {"scale", kScaled, true, [](const v1::Item& item) { return !item.scale().empty(); }},
    {"rows", Of(v1::ITEM_TYPE_MATRIX), true,
     [](const v1::Item& item) { return item.rows_size() > 0; }},
    {"min_choices", Of(v1::ITEM_TYPE_MULTI), false,
     [](const v1::Item& item) { return item.min_choices() > 0; }},
    {"max_choices", Of(v1::ITEM_TYPE_MULTI), false,
     [](const v1::Item& item) { return item.max_choices() > 0; }},
    {"number", Of(v1::ITEM_TYPE_NUMBER), true,
     [](const v1::Item& item) { return item.has_number(); }},
    {"max_characters", Of(v1::ITEM_TYPE_TEXT), false,
     [](const v1::Item& item) { return item.max_characters() > 0; }},
    {"objects", Of(v1::ITEM_TYPE_RATE), true,
     [](const v1::Item& item) { return item.has_objects(); }},
}};

void LintChoices(const v1::Item& item, std::vector<QuestionnaireFinding>& findings) {
  const bool several = item.type() == v1::ITEM_TYPE_MULTI;
  for (const v1::Choice& choice : item.choices()) {
    if (choice.alone() && !several) {
      AddError("unexpected_part", item.id(),
               absl::StrCat("one choice is made, so that ", choice.code(), " is always `alone`"),
               findings);
    }
    if (several && choice.missing() && !choice.alone()) {
      AddError("missing_beside_others", item.id(),
               absl::StrCat(choice.code(),
                            " is no answer, but may be chosen beside answers; it "
                            "must be `alone`"),
               findings);
    }
  }
}

}  // namespace

void LintParts(const Form& form, std::vector<QuestionnaireFinding>& findings) {
  for (const v1::Scale& scale : form.questionnaire().scales()) {
    for (const v1::Choice& point : scale.points()) {
      if (!point.alone()) continue;
      AddError("unexpected_part", scale.id(),
               absl::StrCat("one point is chosen, so that ", point.code(), " is always `alone`"),
               findings);
    }
  }
  for (const v1::Page& page : form.questionnaire().pages()) {
    for (const v1::Item& item : page.items()) {
      for (const Part& part : kParts) {
        const bool may = (part.types & Of(item.type())) != 0;
        const bool given = part.given(item);
        if (may && part.needed && !given) {
          AddError("missing_part", item.id(), absl::StrCat("needs `", part.key, "`"), findings);
        } else if (!may && given) {
          AddError("unexpected_part", item.id(),
                   absl::StrCat("has `", part.key, "`, which items of its type have not"),
                   findings);
        }
      }
      LintChoices(item, findings);
    }
  }
}

}  // namespace tarazy::surveys
