#include "services/surveys/domain/form/lint.h"

#include <gmock/gmock.h>

#include <functional>

#include "absl/strings/str_cat.h"
#include "services/surveys/domain/form/test_random_form.h"
#include "services/surveys/domain/form/test_small_form.h"

namespace tarazy::surveys {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::StartsWith;

std::vector<std::string> Lines(const v1::Questionnaire& questionnaire) {
  std::vector<std::string> lines;
  for (const QuestionnaireFinding& finding : LintQuestionnaire(questionnaire)) {
    lines.push_back(absl::StrCat(finding.error ? "error " : "warning ", finding.rule, " ",
                                 finding.node, ": ", finding.message,
                                 finding.acknowledged ? " [" + finding.reason + "]" : ""));
  }
  return lines;
}

v1::Item& ItemOf(v1::Questionnaire& questionnaire, absl::string_view id) {
  for (v1::Page& page : *questionnaire.mutable_pages()) {
    for (v1::Item& item : *page.mutable_items()) {
      if (item.id() == id) return item;
    }
  }
  return *questionnaire.add_pages()->add_items();
}

TEST(QuestionnaireLint, IsSilentAboutACleanQuestionnaire) {
  EXPECT_THAT(Lines(SmallQuestionnaire()), IsEmpty());
}

struct Fault {
  const char* name;
  std::function<void(v1::Questionnaire&)> make;
  std::vector<std::string> lines;  // how they begin
};

std::vector<Fault> Texts() {
  return {
      {"a title without a language",
       [](auto& q) { q.mutable_title()->clear_kk(); },
       {"error missing_translation : the title lacks Kazakh"}},
      {"texts without languages",
       [](auto& q) {
         q.mutable_scales(0)->mutable_points(1)->mutable_label()->clear_ru();
         q.mutable_pages(1)->mutable_title()->set_en("Opinion");
         ItemOf(q, "year").mutable_hint()->set_kk("hint");
         ItemOf(q, "rows").mutable_rows(1)->mutable_text()->clear_en();
         ItemOf(q, "rating").mutable_objects()->mutable_objects(2)->mutable_title()->clear_ru();
         q.mutable_introduction()->set_en("Welcome");
       },
       {"error missing_translation quality: the label of fair lacks Russian",
        "error missing_translation opinion: the title lacks Russian, Kazakh",
        "error missing_translation year: the hint lacks English, Russian",
        "error missing_translation rows.2: the text lacks English",
        "error missing_translation rating: the title of iitu lacks Russian",
        "error missing_translation : the introduction lacks Russian, Kazakh"}},
      {"a language that is not offered",
       [](auto& q) {
         q.add_languages("ru");
         q.add_languages("kk");
         q.mutable_title()->clear_en();
       },
       {}},
      {"languages that nobody has",
       [](auto& q) {
         for (const char* language : {"en", "fr", "en"}) q.add_languages(language);
       },
       {"error unknown_language : is offered in \"fr\"",
        "error unknown_language : is offered twice in en"}},
      {"one text twice",
       [](auto& q) { ItemOf(q, "later").mutable_text()->set_en("WHAT, of why (en)"); },
       {"warning duplicate_item later: has the words of why"}},
      {"long rows twice, short rows of two matrices",
       [](auto& q) {
         v1::Item& more = AddItem("more", v1::ITEM_TYPE_MATRIX, *q.mutable_pages(1));
         more.set_scale("quality");
         *more.mutable_rows() = ItemOf(q, "rows").rows();
         more.mutable_rows(0)->set_id("more.1");
         more.mutable_rows(1)->set_id("more.2");
         for (const char* id : {"rows", "more"}) {
           ItemOf(q, id).mutable_rows(0)->mutable_text()->set_en("Objectivity in assessing skills");
           ItemOf(q, id).mutable_rows(1)->mutable_text()->set_en("Teachers");
         }
       },
       {"warning duplicate_item more.1: has the words of rows.1"}},
      {"two things at once",
       [](auto& q) {
         ItemOf(q, "overall").mutable_text()->set_en("Is it useful and well taught?");
         ItemOf(q, "rows").mutable_rows(0)->mutable_text()->set_ru("Тепло и светло");
         ItemOf(q, "rows").mutable_rows(1)->mutable_text()->set_kk("Жылы және жарық");
         ItemOf(q, "why").mutable_text()->set_en("Why and since when?");
         v1::Item& sport = AddItem("sport", v1::ITEM_TYPE_SCALE, *q.mutable_pages(1));
         sport.set_scale("quality");
         sport.mutable_text()->set_ru("Зал, бассейн и др.");
         sport.mutable_text()->set_kk("Зал, бассейн және т. б.");
       },
       {"warning double_barrelled overall: says \"and\"",
        "warning double_barrelled rows.1: says \"и\"",
        "warning double_barrelled rows.2: says \"және\""}},
      {"a fact that is not marked",
       [](auto& q) {
         ItemOf(q, "year").set_identifying(false);
         ItemOf(q, "subjects").set_identifying(false);
       },
       {"warning not_identifying year", "warning not_identifying subjects"}},
      {"an opinion as choices with values",
       [](auto& q) {
         ItemOf(q, "year").set_identifying(false);
         ItemOf(q, "year").mutable_choices(0)->set_value(1);
       },
       {}},
      {"students called graduates",
       [](auto& q) { q.mutable_title()->set_ru("Вуз глазами Выпускников"); },
       {"warning respondents_title"}},
      {"graduates called graduates",
       [](auto& q) {
         q.mutable_title()->set_ru("Вуз глазами выпускников");
         q.set_respondents(v1::RESPONDENT_CLASS_ALUMNI);
       },
       {}},
  };
}

std::vector<Fault> Parts() {
  return {
      {"one id twice",
       [](auto& q) { ItemOf(q, "rows").mutable_rows(0)->set_id("year"); },
       {"error duplicate_id year: is already the id of an item of the page about"}},
      {"a matrix and a question of one id",
       [](auto& q) { ItemOf(q, "later").set_id("rows"); },
       {"error duplicate_id rows: is already the id of an item of the page opinion"}},
      {"an unknown scale",
       [](auto& q) { ItemOf(q, "rating").set_scale("gone"); },
       {"error unknown_scale rating: names the scale gone"}},
      {"a scale that nothing uses",
       [](auto& q) { q.add_scales()->set_id("spare"); },
       {"error short_scale spare", "warning unused_scale spare"}},
      {"a scale of one answer",
       [](auto& q) { q.mutable_scales(0)->mutable_points()->DeleteSubrange(0, 2); },
       {"error short_scale quality",
        "warning asymmetric_scale quality: 0 of its points are good "
        "and 1 bad"}},
      {"two points of one value",
       [](auto& q) {
         q.mutable_scales(0)->mutable_points(0)->set_value(5);
         q.mutable_scales(0)->mutable_points(1)->set_value(5);
         q.mutable_scales(0)->mutable_points(2)->set_value(1);
       },
       {"error duplicate_value quality: fair has the value 5 of good",
        "warning value_order quality"}},
      {"values of some points",
       [](auto& q) { q.mutable_scales(0)->mutable_points(1)->set_value(1); },
       {"error partial_values quality: only 1 of its 3 points"}},
      {"values that lead the other way",
       [](auto& q) {
         for (int i = 0; i < 3; ++i) q.mutable_scales(0)->mutable_points(i)->set_value(i + 1);
       },
       {"warning value_order quality"}},
      {"more good values than bad",
       [](auto& q) {
         for (int i = 0; i < 3; ++i) q.mutable_scales(0)->mutable_points(i)->set_value(2 - i * i);
       },
       {"warning asymmetric_scale quality: 2 of its points are good and 1 bad"}},
      {"more bad words than good",
       [](auto& q) {
         for (const char* code : {"bad indeed", "very bad"}) {
           AddChoice(code, q.mutable_scales(0)->mutable_points()).set_code("worse");
         }
       },
       {"warning asymmetric_scale quality: 1 of its points are good and 3 bad"}},
      {"an even scale of three good words",
       [](auto& q) {
         q.mutable_scales(0)->set_direction(v1::SCALE_DIRECTION_NEUTRAL);
         AddChoice("good enough", q.mutable_scales(0)->mutable_points()).set_code("enough");
       },
       {}},
      {"what an item needs",
       [](auto& q) {
         ItemOf(q, "year").clear_choices();
         ItemOf(q, "overall").clear_scale();
         ItemOf(q, "rows").clear_rows();
         ItemOf(q, "rating").clear_objects();
         q.mutable_pages(2)->clear_show_if();
         ItemOf(q, "why").clear_show_if();
       },
       {"error missing_part year: needs `choices`", "error missing_part overall: needs `scale`",
        "error missing_part rows: needs `rows`", "error missing_part rating: needs `objects`"}},
      {"a number of no range",
       [](auto& q) {
         ItemOf(q, "age").clear_number();
         ItemOf(q, "later").clear_show_if();
       },
       {"error missing_part age: needs `number`"}},
      {"what an item has not",
       [](auto& q) {
         ItemOf(q, "overall").mutable_number();
         *ItemOf(q, "overall").mutable_choices() = ItemOf(q, "year").choices();
         ItemOf(q, "age").set_max_characters(3);
         ItemOf(q, "year").set_max_choices(1);
         ItemOf(q, "later").set_scale("quality");
         ItemOf(q, "year").mutable_choices(0)->set_alone(true);
         q.mutable_scales(0)->mutable_points(0)->set_alone(true);
       },
       {"error unexpected_part overall: has `number`",
        "error unexpected_part overall: has `choices`",
        "error unexpected_part age: has `max_characters`",
        "error unexpected_part year: has `max_choices`", "error unexpected_part later: has `scale`",
        "error unexpected_part year: one choice is made, so that first is always `alone`",
        "error unexpected_part quality: one point is chosen"}},
      {"no answer beside answers",
       [](auto& q) { ItemOf(q, "subjects").mutable_choices(0)->set_missing(true); },
       {"error missing_beside_others subjects: maths is no answer"}},
      {"bounds the wrong way round",
       [](auto& q) {
         ItemOf(q, "subjects").set_min_choices(3);
         ItemOf(q, "age").mutable_number()->set_min(91);
         ItemOf(q, "later").clear_show_if();
         ItemOf(q, "rating").mutable_objects()->set_min(4);
       },
       {"error bounds_inverted subjects: takes at least 3 choices and at most 2",
        "error bounds_inverted age", "error bounds_inverted rating"}},
      {"more than there is",
       [](auto& q) {
         ItemOf(q, "subjects").set_max_choices(4);
         ItemOf(q, "rating").mutable_objects()->set_min(5);
         ItemOf(q, "rating").mutable_objects()->set_max(6);
       },
       {"error bounds_unreachable subjects: speaks of 4 choices, but only 3",
        "error bounds_unreachable rating: takes at least 5 ratings",
        "error bounds_unreachable rating: takes up to 6 ratings of 5"}},
      {"a range without a number",
       [](auto& q) {
         ItemOf(q, "later").clear_show_if();
         ItemOf(q, "age").mutable_number()->set_min(20.15);
         ItemOf(q, "age").mutable_number()->set_max(20.19);
       },
       {"error bounds_unreachable age: no number with 1 decimals"}},
  };
}

v1::Comparison& WhyWhen(v1::Questionnaire& questionnaire, absl::string_view question) {
  v1::Item& why = ItemOf(questionnaire, "why");
  why.clear_show_if();
  return When(question, why.mutable_show_if());
}

std::vector<Fault> Conditions() {
  return {
      {"a question that is not there",
       [](auto& q) { WhyWhen(q, "gone").add_is("bad"); },
       {"error unknown_question why: is shown by the answer to gone, which is no question"}},
      {"a matrix",
       [](auto& q) {
         ItemOf(q, "later").clear_show_if();
         When("rows", ItemOf(q, "later").mutable_show_if()).set_answered(true);
       },
       {"error unknown_question later: is shown by the answer to rows, a matrix"}},
      {"a later question",
       [](auto& q) { WhyWhen(q, "rows.1").add_is("bad"); },
       {"error forward_reference why: is shown by the answer to rows.1"}},
      {"itself",
       [](auto& q) { WhyWhen(q, "why").set_answered(false); },
       {"error forward_reference why"}},
      {"a page by its own question",
       [](auto& q) { When("age", q.mutable_pages(0)->mutable_show_if()).set_answered(true); },
       {"error forward_reference about"}},
      {"a code that is not there",
       [](auto& q) { WhyWhen(q, "overall").add_is("horrible"); },
       {"error unknown_code why: compares the answer to overall with horrible"}},
      {"a code of what has none",
       [](auto& q) { WhyWhen(q, "age").add_is("young"); },
       {"error comparison_kind why: compares the answer to age, which has no codes"}},
      {"a value of what has none",
       [](auto& q) { WhyWhen(q, "year").set_at_most(2); },
       {"error comparison_kind why: compares the answer to year, which has no value"}},
      {"two comparisons in one",
       [](auto& q) {
         WhyWhen(q, "age").set_at_most(20);
         ItemOf(q, "why").mutable_show_if()->mutable_answer()->set_at_least(17);
       },
       {"error condition_unclear why: the comparison with age has 2 of"}},
      {"no comparison",
       [](auto& q) { WhyWhen(q, "age"); },
       {"error condition_unclear why: the comparison with age has 0 of"}},
      {"a condition that says nothing",
       [](auto& q) { ItemOf(q, "why").mutable_show_if()->mutable_not_(); },
       {"error condition_unclear why: a part of its condition says nothing"}},
      {"a condition nine deep",
       [](auto& q) {
         for (int i = 0; i < 8; ++i) {
           v1::Condition inner = ItemOf(q, "why").show_if();
           ItemOf(q, "why").clear_show_if();
           *ItemOf(q, "why").mutable_show_if()->mutable_not_() = inner;
         }
       },
       {"error condition_depth why: its condition is 9 deep; at most 8"}},
      {"a condition that never holds",
       [](auto& q) { WhyWhen(q, "age").set_at_least(90.1); },
       {"error never_shown why"}},
      {"a condition that always holds",
       [](auto& q) { WhyWhen(q, "year").set_answered(true); },
       {"warning always_shown why"}},
  };
}

TEST(QuestionnaireLint, EachRuleFindsItsFaultAndNothingElse) {
  for (const std::vector<Fault>& faults : {Texts(), Parts(), Conditions()}) {
    for (const Fault& fault : faults) {
      v1::Questionnaire questionnaire = SmallQuestionnaire();
      fault.make(questionnaire);
      const std::vector<std::string> lines = Lines(questionnaire);
      EXPECT_EQ(lines.size(), fault.lines.size()) << fault.name << testing::PrintToString(lines);
      for (const std::string& begin : fault.lines) {
        EXPECT_THAT(lines, Contains(StartsWith(begin))) << fault.name;
      }
    }
  }
}

TEST(QuestionnaireLint, AnAcknowledgedFindingStaysListedAndExcusesTheFile) {
  v1::Questionnaire questionnaire = SmallQuestionnaire();
  for (int i = 0; i < 3; ++i) {
    questionnaire.mutable_scales(0)->mutable_points(i)->set_value(i == 0 ? 2 : 1);
  }
  EXPECT_TRUE(HasUnacknowledgedErrors(LintQuestionnaire(questionnaire)));
  for (const char* rule : {"duplicate_value", "value_order"}) {
    v1::AcknowledgedFlaw& given = *questionnaire.add_acknowledge();
    given.set_rule(rule);
    given.set_node("quality");
    given.set_reason("so it was published");
  }
  EXPECT_THAT(Lines(questionnaire),
              ElementsAre("error duplicate_value quality: bad has the value 1 of fair [so it was "
                          "published]",
                          "warning value_order quality: its values do not grow from the worst "
                          "point to the best: means read the other way [so it was published]"));
  EXPECT_FALSE(HasUnacknowledgedErrors(LintQuestionnaire(questionnaire)));
}

TEST(QuestionnaireLint, AnAcknowledgementThatExcusesNothingIsItselfAFinding) {
  v1::Questionnaire questionnaire = SmallQuestionnaire();
  ItemOf(questionnaire, "year").mutable_text()->clear_kk();
  for (const char* rule : {"missing_translation", "duplicate_item"}) {
    v1::AcknowledgedFlaw& given = *questionnaire.add_acknowledge();
    given.set_rule(rule);
    given.set_node("year");
    given.set_reason("it is so");
  }
  EXPECT_THAT(Lines(questionnaire),
              ElementsAre("error missing_translation year: the text lacks Kazakh",
                          "warning unused_acknowledgement year: acknowledges missing_translation, "
                          "which no reason can excuse",
                          "warning unused_acknowledgement year: acknowledges duplicate_item, "
                          "which was not found here"));
  EXPECT_TRUE(HasUnacknowledgedErrors(LintQuestionnaire(questionnaire)));
}

TEST(QuestionnaireLint, AnyQuestionnaireIsJudgedToTheEnd) {
  Random random(5);
  for (int i = 0; i < 100; ++i) EXPECT_THAT(Lines(RandomQuestionnaire(random)), Not(IsEmpty()));
  Lines({});
}

}  // namespace
}  // namespace tarazy::surveys
