// never_shown and always_shown against all answers there are, tried one by one.
#include <gmock/gmock.h>

#include <functional>
#include <map>
#include <set>

#include "services/surveys/domain/form/conditions.h"
#include "services/surveys/domain/form/lint.h"
#include "services/surveys/domain/form/test_random_form.h"
#include "services/surveys/domain/form/test_small_form.h"

namespace tarazy::surveys {
namespace {

// Of the first `questions` of Tiny's.
v1::Condition RandomCondition(Random& random, int questions, int depth) {
  v1::Condition condition;
  const int64_t kind = Between(random, 0, depth > 0 ? 5 : 2);
  if (kind == 3) {
    *condition.mutable_not_() = RandomCondition(random, questions, depth - 1);
  } else if (kind > 3) {
    v1::Conditions& all = kind == 4 ? *condition.mutable_all() : *condition.mutable_any();
    for (int64_t left = Between(random, 2, 4); left > 0; --left) {
      *all.add_of() = RandomCondition(random, questions, depth - 1);
    }
  } else {
    const int64_t place = Between(random, 0, questions - 1);
    v1::Comparison& comparison = *condition.mutable_answer();
    comparison.set_question(absl::StrCat("q", place));
    const bool has_codes = place != 2;
    const bool has_values = place >= 2;
    switch (Between(random, 0, 3)) {
      case 0:
        comparison.set_answered(Between(random, 0, 1) == 0);
        break;
      case 1:
        if (has_values) {
          comparison.set_at_least(static_cast<double>(Between(random, 0, 4)));
          break;
        }
        [[fallthrough]];
      case 2:
        if (has_values) {
          comparison.set_at_most(static_cast<double>(Between(random, 0, 4)));
          break;
        }
        [[fallthrough]];
      default:
        if (!has_codes) {
          comparison.set_at_least(2);
          break;
        }
        for (const char* code : {"a", "b", "c"}) {
          if (Between(random, 0, 2) == 0) comparison.add_is(code);
        }
        if (comparison.is_size() == 0) comparison.add_is("a");
    }
  }
  return condition;
}

// Five questions with few answers each: single of three, multi of three (at most two, the last one
// alone), number from 0 to 4, scale of three whose last point is no answer, text; each may be shown
// by those before it.
v1::Questionnaire Tiny(Random& random) {
  v1::Questionnaire questionnaire;
  v1::Scale& scale = *questionnaire.add_scales();
  scale.set_id("scale");
  scale.set_direction(v1::SCALE_DIRECTION_BEST_LAST);
  for (const char* code : {"a", "b", "c"}) AddChoice(code, scale.mutable_points());
  scale.mutable_points(2)->set_missing(true);
  v1::Page& page = AddPage("page", questionnaire);
  v1::Item& single = AddItem("q0", v1::ITEM_TYPE_SINGLE, page);
  v1::Item& multi = AddItem("q1", v1::ITEM_TYPE_MULTI, page);
  multi.set_max_choices(2);
  for (const char* code : {"a", "b", "c"}) {
    AddChoice(code, single.mutable_choices());
    AddChoice(code, multi.mutable_choices());
  }
  multi.mutable_choices(2)->set_alone(true);
  v1::Item& number = AddItem("q2", v1::ITEM_TYPE_NUMBER, page);
  number.mutable_number()->set_max(4);
  AddItem("q3", v1::ITEM_TYPE_SCALE, page).set_scale("scale");
  AddItem("q4", v1::ITEM_TYPE_TEXT, page);
  for (int i = 0; i < 5; ++i) {
    v1::Item& item = *page.mutable_items(i);
    item.set_required(i == 0 && Between(random, 0, 1) == 0);
    if (i > 0 && (i == 4 || Between(random, 0, 2) == 0)) {
      *item.mutable_show_if() = RandomCondition(random, i, i == 4 ? 4 : 1);
    }
  }
  return questionnaire;
}

// Every ballot that could be given, as far as the conditions see.
void ForEachBallot(const Form& form, size_t at, std::vector<CodedAnswer>& answers,
                   const std::function<void(size_t, bool)>& shown) {
  if (at == form.questions().size()) return;
  const v1::Item& item = *form.questions()[at].item;
  const bool is_shown = !item.has_show_if() || Holds(form, item.show_if(), answers);
  shown(at, is_shown);
  const std::vector<int64_t> kValues[] = {
      {0, 1, 2}, {0b001, 0b010, 0b011, 0b100}, {0, 1, 2, 3, 4}, {0, 1, 2}, {1}};
  answers[at] = {.state = is_shown ? AnswerState::kMissing : AnswerState::kNotAsked};
  if (!is_shown || !item.required()) ForEachBallot(form, at + 1, answers, shown);
  if (is_shown) {
    for (const int64_t value : kValues[at]) {
      answers[at] = {.state = AnswerState::kAnswered, .value = value};
      ForEachBallot(form, at + 1, answers, shown);
    }
  }
  answers[at] = {};
}

TEST(ReachabilityTest, SaysOfEveryConditionWhatAllAnswersSay) {
  Random random(7);
  int never = 0;
  int always = 0;
  for (int i = 0; i < 1500; ++i) {
    const Form form(Tiny(random));
    std::map<std::string, std::set<bool>> seen;
    std::vector<CodedAnswer> answers(form.questions().size());
    ForEachBallot(form, 0, answers, [&](size_t at, bool shown) {
      if (form.questions()[at].item->has_show_if()) seen[form.questions()[at].id].insert(shown);
    });
    std::map<std::string, std::set<bool>> said;
    for (const auto& [id, _] : seen) said[id] = {false, true};
    for (const QuestionnaireFinding& finding : LintQuestionnaire(form.questionnaire())) {
      if (finding.rule == "never_shown") said[finding.node] = {false};
      if (finding.rule == "always_shown") said[finding.node] = {true};
      never += finding.rule == "never_shown";
      always += finding.rule == "always_shown";
    }
    ASSERT_EQ(said, seen) << form.questionnaire().DebugString();
  }
  EXPECT_GT(never, 50);
  EXPECT_GT(always, 20);
}

TEST(ReachabilityTest, AConditionTooLargeToSearchIsLetPass) {
  v1::Questionnaire questionnaire = SmallQuestionnaire();
  v1::Condition& condition = *questionnaire.mutable_pages(2)->mutable_items(1)->mutable_show_if();
  condition.Clear();
  // It never holds, but what says so comes last in a search of 2^19 branches.
  v1::Condition& last = *condition.mutable_all()->add_of();
  When("age", last.mutable_not_()).set_answered(true);
  for (int i = 0; i < 19; ++i) {
    v1::Condition& any = *condition.mutable_all()->add_of();
    When("age", any.mutable_any()->add_of()).set_at_least(20 + i);
    When("age", any.mutable_any()->add_of()).set_at_least(40 + i);
  }
  EXPECT_THAT(LintQuestionnaire(questionnaire), testing::IsEmpty());
  condition.mutable_all()->mutable_of()->DeleteSubrange(4, 16);
  EXPECT_THAT(LintQuestionnaire(questionnaire),
              testing::ElementsAre(testing::Field(&QuestionnaireFinding::rule, "never_shown")));
}

}  // namespace
}  // namespace tarazy::surveys
