#include "services/surveys/domain/form/conditions.h"

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>

#include "services/surveys/domain/form/small_form.h"

namespace tarazy::surveys {
namespace {

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

  bool Holds(const std::string& text) {
    v1::Condition condition;
    EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &condition)) << text;
    return surveys::Holds(form_, condition, answers_);
  }

  const Form form_;
  std::vector<CodedAnswer> answers_;
};

TEST_F(ConditionsTest, AnAnswerIsOneOfTheCodesAndOfMultiHasOne) {
  EXPECT_TRUE(Holds(R"(answer { question: "year" is: "first" is: "last" })"));
  EXPECT_FALSE(Holds(R"(answer { question: "year" is: "first" })"));
  EXPECT_TRUE(Holds(R"(answer { question: "subjects" is: "law" is: "art" })"));
  EXPECT_FALSE(Holds(R"(answer { question: "subjects" is: "law" is: "none" })"));
  EXPECT_TRUE(Holds(R"(answer { question: "rows.1" is: "unclear" })"));
}

TEST_F(ConditionsTest, BoundsAreOfNumbersAndOfThePointsValues) {
  EXPECT_TRUE(Holds(R"(answer { question: "age" at_least: 30.5 })"));
  EXPECT_FALSE(Holds(R"(answer { question: "age" at_least: 30.6 })"));
  EXPECT_TRUE(Holds(R"(answer { question: "age" at_most: 30.5 })"));
  EXPECT_FALSE(Holds(R"(answer { question: "age" at_most: 30.4 })"));
  // Of three points the middle one.
  EXPECT_TRUE(Holds(R"(answer { question: "overall" at_least: 2 })"));
  EXPECT_FALSE(Holds(R"(answer { question: "overall" at_least: 3 })"));
}

TEST_F(ConditionsTest, WhatHasNoAnswerOrNoValueMakesEveryComparisonFalse) {
  for (const char* question : {"rows.2", "why", "gone"}) {
    for (const char* comparison : {R"(is: "good" is: "fair" is: "bad")", "at_least: -1000",
                                   "at_most: 1000", "answered: true"}) {
      EXPECT_FALSE(Holds(absl::StrCat("answer { question: \"", question, "\" ", comparison, "}")))
          << question << " " << comparison;
    }
  }
  EXPECT_FALSE(Holds(R"(answer { question: "rows.1" at_least: -1000 })"));
}

TEST_F(ConditionsTest, AnsweredIsToldApartFromNot) {
  EXPECT_TRUE(Holds(R"(answer { question: "rows.1" answered: true })"));
  EXPECT_FALSE(Holds(R"(answer { question: "rows.1" answered: false })"));
  EXPECT_TRUE(Holds(R"(answer { question: "rows.2" answered: false })"));
  EXPECT_TRUE(Holds(R"(answer { question: "why" answered: false })"));
}

TEST_F(ConditionsTest, AllAnyAndNotCombine) {
  const std::string yes = R"(answer { question: "year" is: "last" })";
  const std::string no = R"(answer { question: "year" is: "first" })";
  const auto of = [](const char* kind, const std::string& first, const std::string& second) {
    return absl::StrCat(kind, " { of { ", first, "} of { ", second, "} }");
  };
  EXPECT_TRUE(Holds(of("all", yes, yes)));
  EXPECT_FALSE(Holds(of("all", yes, no)));
  EXPECT_TRUE(Holds(of("any", no, yes)));
  EXPECT_FALSE(Holds(of("any", no, no)));
  EXPECT_TRUE(Holds(absl::StrCat("not { ", no, "}")));
  EXPECT_FALSE(Holds(absl::StrCat("not { ", of("any", no, yes), "}")));
}

}  // namespace
}  // namespace tarazy::surveys
