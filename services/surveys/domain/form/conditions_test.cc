#include "services/surveys/domain/form/conditions.h"

#include <gmock/gmock.h>

#include "services/surveys/domain/form/test_small_form.h"

namespace tarazy::surveys {
namespace {

v1::Condition Is(absl::string_view question, std::initializer_list<const char*> codes) {
  v1::Condition condition;
  for (const char* code : codes) When(question, &condition).add_is(code);
  return condition;
}

v1::Condition AtLeast(absl::string_view question, double value) {
  v1::Condition condition;
  When(question, &condition).set_at_least(value);
  return condition;
}

v1::Condition AtMost(absl::string_view question, double value) {
  v1::Condition condition;
  When(question, &condition).set_at_most(value);
  return condition;
}

v1::Condition IsAnswered(absl::string_view question, bool answered) {
  v1::Condition condition;
  When(question, &condition).set_answered(answered);
  return condition;
}

v1::Condition Not(const v1::Condition& inner) {
  v1::Condition condition;
  *condition.mutable_not_() = inner;
  return condition;
}

v1::Condition All(std::initializer_list<v1::Condition> inner) {
  v1::Condition condition;
  for (const v1::Condition& one : inner) *condition.mutable_all()->add_of() = one;
  return condition;
}

v1::Condition Any(std::initializer_list<v1::Condition> inner) {
  v1::Condition condition;
  for (const v1::Condition& one : inner) *condition.mutable_any()->add_of() = one;
  return condition;
}

// year "last", subjects maths and art, age 30.5, overall fair, rows.1 unclear; the rest missing,
// but the last three not asked.
class ConditionsTest : public testing::Test {
 protected:
  ConditionsTest() : form_(SmallQuestionnaire()), answers_(form_.questions().size()) {
    Answer("year", 2);
    Answer("subjects", 0b101);
    Answer("age", 305);
    Answer("overall", 1);
    Answer("rows.1", 3);
    answers_[*form_.Find("rows.2")].state = AnswerState::kMissing;
  }

  void Answer(absl::string_view question, int64_t value) {
    answers_[*form_.Find(question)] = {.state = AnswerState::kAnswered, .value = value};
  }

  bool Holds(const v1::Condition& condition) { return surveys::Holds(form_, condition, answers_); }

  const Form form_;
  std::vector<CodedAnswer> answers_;
};

TEST_F(ConditionsTest, AnAnswerIsOneOfTheCodesAndOfMultiHasOne) {
  EXPECT_TRUE(Holds(Is("year", {"first", "last"})));
  EXPECT_FALSE(Holds(Is("year", {"first"})));
  EXPECT_TRUE(Holds(Is("subjects", {"law", "art"})));
  EXPECT_FALSE(Holds(Is("subjects", {"law", "none"})));
  EXPECT_TRUE(Holds(Is("rows.1", {"unclear"})));
}

TEST_F(ConditionsTest, BoundsAreOfNumbersAndOfThePointsValues) {
  EXPECT_TRUE(Holds(AtLeast("age", 30.5)));
  EXPECT_FALSE(Holds(AtLeast("age", 30.6)));
  EXPECT_TRUE(Holds(AtMost("age", 30.5)));
  EXPECT_FALSE(Holds(AtMost("age", 30.4)));
  // Of three points the middle one.
  EXPECT_TRUE(Holds(AtLeast("overall", 2)));
  EXPECT_FALSE(Holds(AtLeast("overall", 3)));
}

TEST_F(ConditionsTest, WhatHasNoAnswerOrNoValueMakesEveryComparisonFalse) {
  for (const char* question : {"rows.2", "why", "gone"}) {
    EXPECT_FALSE(Holds(Is(question, {"good", "fair", "bad", "unclear"}))) << question;
    EXPECT_FALSE(Holds(AtLeast(question, -1000))) << question;
    EXPECT_FALSE(Holds(AtMost(question, 1000))) << question;
    EXPECT_FALSE(Holds(IsAnswered(question, true))) << question;
  }
  EXPECT_FALSE(Holds(AtLeast("rows.1", -1000)));
}

TEST_F(ConditionsTest, AnsweredIsToldApartFromNot) {
  EXPECT_TRUE(Holds(IsAnswered("rows.1", true)));
  EXPECT_FALSE(Holds(IsAnswered("rows.1", false)));
  EXPECT_TRUE(Holds(IsAnswered("rows.2", false)));
  EXPECT_TRUE(Holds(IsAnswered("why", false)));
}

TEST_F(ConditionsTest, AllAnyAndNotCombine) {
  const v1::Condition yes = Is("year", {"last"});
  const v1::Condition no = Is("year", {"first"});
  EXPECT_TRUE(Holds(All({yes, yes})));
  EXPECT_FALSE(Holds(All({yes, no})));
  EXPECT_TRUE(Holds(Any({no, yes})));
  EXPECT_FALSE(Holds(Any({no, no})));
  EXPECT_TRUE(Holds(Not(no)));
  EXPECT_FALSE(Holds(Not(Any({no, yes}))));
}

}  // namespace
}  // namespace tarazy::surveys
