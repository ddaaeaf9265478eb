// For tests: a questionnaire with an item of each type and three conditions, and words in every
// language, which the lint has nothing to say about.
#pragma once

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "tarazy/surveys/v1/questionnaire.pb.h"

namespace tarazy::surveys {

inline void Say(absl::string_view words, common::v1::Localized* text) {
  text->set_en(absl::StrCat(words, " (en)"));
  text->set_ru(absl::StrCat(words, " (ru)"));
  text->set_kk(absl::StrCat(words, " (kk)"));
}

inline v1::Choice& AddChoice(absl::string_view code,
                             google::protobuf::RepeatedPtrField<v1::Choice>* choices) {
  v1::Choice& choice = *choices->Add();
  choice.set_code(std::string(code));
  Say(absl::StrCat("choice ", code), choice.mutable_label());
  return choice;
}

inline v1::Page& AddPage(absl::string_view id, v1::Questionnaire& questionnaire) {
  v1::Page& page = *questionnaire.add_pages();
  page.set_id(std::string(id));
  return page;
}

inline v1::Item& AddItem(absl::string_view id, v1::ItemType type, v1::Page& page) {
  v1::Item& item = *page.add_items();
  item.set_id(std::string(id));
  item.set_type(type);
  Say(absl::StrCat("What of ", id, "?"), item.mutable_text());
  return item;
}

inline v1::Comparison& When(absl::string_view question, v1::Condition* condition) {
  condition->mutable_answer()->set_question(std::string(question));
  return *condition->mutable_answer();
}

// Page "about": year (single, identifying, required), subjects (multi, 1 to 2, "none" alone), age
// (number, 16 to 90, one decimal). Page "opinion": overall (scale: good, fair, bad and unclear,
// which is no answer), why (text, 20 characters; shown when overall is bad), rows.1 and rows.2
// (matrix). Page "others", shown when the year is "last": rating (rate 2 to 3 of five, not one's
// own), later (text; shown when the age is 30 or more).
inline v1::Questionnaire SmallQuestionnaire() {
  v1::Questionnaire questionnaire;
  questionnaire.set_id("small");
  Say("Small", questionnaire.mutable_title());
  questionnaire.set_respondents(v1::RESPONDENT_CLASS_STUDENTS);

  v1::Scale& scale = *questionnaire.add_scales();
  scale.set_id("quality");
  scale.set_direction(v1::SCALE_DIRECTION_BEST_FIRST);
  for (const char* code : {"good", "fair", "bad"}) AddChoice(code, scale.mutable_points());
  AddChoice("unclear", scale.mutable_points()).set_missing(true);

  v1::Page& about = AddPage("about", questionnaire);
  v1::Item& year = AddItem("year", v1::ITEM_TYPE_SINGLE, about);
  year.set_required(true);
  year.set_identifying(true);
  for (const char* code : {"first", "middle", "last"}) AddChoice(code, year.mutable_choices());
  v1::Item& subjects = AddItem("subjects", v1::ITEM_TYPE_MULTI, about);
  subjects.set_identifying(true);
  subjects.set_min_choices(1);
  subjects.set_max_choices(2);
  for (const char* code : {"maths", "law", "art"}) AddChoice(code, subjects.mutable_choices());
  AddChoice("none", subjects.mutable_choices()).set_alone(true);
  v1::Item& age = AddItem("age", v1::ITEM_TYPE_NUMBER, about);
  age.mutable_number()->set_min(16);
  age.mutable_number()->set_max(90);
  age.mutable_number()->set_decimals(1);

  v1::Page& opinion = AddPage("opinion", questionnaire);
  AddItem("overall", v1::ITEM_TYPE_SCALE, opinion).set_scale("quality");
  v1::Item& why = AddItem("why", v1::ITEM_TYPE_TEXT, opinion);
  why.set_max_characters(20);
  When("overall", why.mutable_show_if()).add_is("bad");
  v1::Item& rows = AddItem("rows", v1::ITEM_TYPE_MATRIX, opinion);
  rows.set_scale("quality");
  for (const char* id : {"rows.1", "rows.2"}) {
    v1::MatrixRow& row = *rows.add_rows();
    row.set_id(id);
    Say(absl::StrCat("row ", id), row.mutable_text());
  }

  v1::Page& others = AddPage("others", questionnaire);
  When("year", others.mutable_show_if()).add_is("last");
  v1::Item& rating = AddItem("rating", v1::ITEM_TYPE_RATE, others);
  rating.set_scale("quality");
  rating.mutable_objects()->set_min(2);
  rating.mutable_objects()->set_max(3);
  rating.mutable_objects()->set_not_own(true);
  for (const char* id : {"aqsu", "ektu", "iitu", "kbtu", "satbayev"}) {
    v1::RatedObject& object = *rating.mutable_objects()->add_objects();
    object.set_id(id);
    Say(id, object.mutable_title());
  }
  v1::Item& later = AddItem("later", v1::ITEM_TYPE_TEXT, others);
  When("age", later.mutable_show_if()).set_at_least(30);
  return questionnaire;
}

}  // namespace tarazy::surveys
