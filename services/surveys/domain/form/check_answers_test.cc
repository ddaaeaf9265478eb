#include "services/surveys/domain/form/check_answers.h"

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>

#include <limits>

#include "common/base/error.h"
#include "services/surveys/domain/form/small_form.h"

namespace tarazy::surveys {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

using Answers = google::protobuf::RepeatedPtrField<v1::Answer>;

// Each a text of an Answer: `question: "age" number: 20`.
Answers Of(std::initializer_list<const char*> texts) {
  Answers answers;
  for (const char* text : texts) {
    EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, answers.Add())) << text;
  }
  return answers;
}

const Form& Small() {
  static const Form form(SmallQuestionnaire());
  return form;
}

absl::StatusOr<CheckedBallot> Check(const Answers& answers, absl::string_view institution = "",
                                    HiddenAnswers hidden = HiddenAnswers::kRefuse) {
  return CheckAnswers(Small(), answers, institution, hidden);
}

CodedAnswer AnswerTo(absl::string_view question, const CheckedBallot& checked) {
  return checked.ballot.answers[static_cast<size_t>(*Small().Find(question))];
}

CodedAnswer Answered(int64_t value) { return {.state = AnswerState::kAnswered, .value = value}; }

// "age: takes a number from 16 to 90"
std::vector<std::string> FaultsOf(const Answers& answers, absl::string_view institution = "",
                                  HiddenAnswers hidden = HiddenAnswers::kRefuse) {
  const absl::StatusOr<CheckedBallot> checked = Check(answers, institution, hidden);
  std::vector<std::string> lines;
  if (checked.ok()) return lines;
  EXPECT_EQ(checked.status().code(), absl::StatusCode::kInvalidArgument);
  const ErrorDetail detail = DetailOf(checked.status());
  EXPECT_EQ(detail.reason, Reason::kAnswersInvalid);
  for (const FieldViolation& fault : detail.fields) {
    lines.push_back(absl::StrCat(fault.field, ": ", fault.description));
  }
  return lines;
}

const char kFirst[] = R"(question: "year" choice: "first")";
const char kLast[] = R"(question: "year" choice: "last")";

TEST(CheckAnswersTest, EveryKindOfAnswerIsCoded) {
  const auto checked =
      Check(Of({kLast, R"(question: "subjects" choices { codes: "art" codes: "maths" })",
                R"(question: "age" number: 30.5)", R"(question: "overall" choice: "bad")",
                R"(question: "why" text: "Суық\n")", R"(question: "rows.2" choice: "unclear")",
                R"(question: "rating" ratings { of { object: "kbtu" choice: "fair" }
                                          of { object: "ektu" choice: "good" } })",
                R"(question: "later" text: "later")"}),
            "institutions/aqsu");
  ASSERT_TRUE(checked.ok()) << checked.status();
  EXPECT_EQ(AnswerTo("year", *checked), Answered(2));
  EXPECT_EQ(AnswerTo("subjects", *checked), Answered(0b101));
  EXPECT_EQ(AnswerTo("age", *checked), Answered(305));
  EXPECT_EQ(AnswerTo("overall", *checked), Answered(2));
  EXPECT_EQ(AnswerTo("why", *checked), Answered(5));
  EXPECT_EQ(AnswerTo("rows.1", *checked), (CodedAnswer{.state = AnswerState::kMissing}));
  EXPECT_EQ(AnswerTo("rows.2", *checked), Answered(3));
  EXPECT_EQ(AnswerTo("rating", *checked), Answered(2));
  const int rating = *Small().Find("rating");
  EXPECT_THAT(checked->ballot.ratings,
              ElementsAre(CodedRating{.question = rating, .object = 1, .option = 0},
                          CodedRating{.question = rating, .object = 3, .option = 1}));
  EXPECT_THAT(checked->ballot.texts,
              ElementsAre(TextAnswer{.question = *Small().Find("why"), .text = "Суық\n"},
                          TextAnswer{.question = *Small().Find("later"), .text = "later"}));
  CodedBallot unpacked;
  EXPECT_TRUE(Unpack(Small(), Pack(Small(), checked->ballot), unpacked).ok());
}

TEST(CheckAnswersTest, WhatConditionsHideIsNotAskedAndWhatIsLeftOutIsMissing) {
  const auto checked = Check(Of({kFirst}));
  ASSERT_TRUE(checked.ok()) << checked.status();
  EXPECT_EQ(AnswerTo("overall", *checked).state, AnswerState::kMissing);
  EXPECT_EQ(AnswerTo("why", *checked).state, AnswerState::kNotAsked);
  EXPECT_EQ(AnswerTo("rating", *checked).state, AnswerState::kNotAsked);
  EXPECT_EQ(AnswerTo("later", *checked).state, AnswerState::kNotAsked);
}

TEST(CheckAnswersTest, AnswersToHiddenQuestionsAreRefusedOrDropped) {
  const Answers answers = Of(
      {kFirst, R"(question: "later" text: "no")", R"(question: "why" choice: "of another kind")"});
  EXPECT_THAT(FaultsOf(answers), ElementsAre("why: is not asked after the answers before it",
                                             "later: is not asked after the answers before it"));
  const auto checked = Check(answers, "", HiddenAnswers::kDrop);
  ASSERT_TRUE(checked.ok()) << checked.status();
  EXPECT_THAT(checked->dropped, ElementsAre("why", "later"));
  EXPECT_THAT(checked->ballot.texts, IsEmpty());
  EXPECT_EQ(AnswerTo("why", *checked).state, AnswerState::kNotAsked);
}

TEST(CheckAnswersTest, AnAnswerThatWasDroppedShowsNothing) {
  v1::Questionnaire questionnaire = SmallQuestionnaire();
  v1::Item& after = AddItem("after", v1::ITEM_TYPE_TEXT, *questionnaire.mutable_pages(2));
  When("why", after.mutable_show_if()).set_answered(true);
  questionnaire.mutable_pages(2)->clear_show_if();
  const Form form(questionnaire);
  const auto checked = CheckAnswers(
      form, Of({kFirst, R"(question: "why" text: "no")", R"(question: "after" text: "no")"}), "",
      HiddenAnswers::kDrop);
  ASSERT_TRUE(checked.ok()) << checked.status();
  EXPECT_THAT(checked->dropped, ElementsAre("why", "after"));
}

TEST(CheckAnswersTest, EmptyAnswersAreNone) {
  const auto checked =
      Check(Of({kLast, R"(question: "subjects" choices {})", R"(question: "overall" choice: "bad")",
                R"(question: "why" text: " \n\t ")", R"(question: "rating" ratings {})"}));
  ASSERT_TRUE(checked.ok()) << checked.status();
  for (const char* question : {"subjects", "why", "rating"}) {
    EXPECT_EQ(AnswerTo(question, *checked).state, AnswerState::kMissing) << question;
  }
  EXPECT_THAT(checked->ballot.texts, IsEmpty());
}

TEST(CheckAnswersTest, EveryFaultIsNamedAtOnceByItsQuestion) {
  EXPECT_THAT(
      FaultsOf(
          Of({R"(question: "nobody" choice: "first")", R"(question: "year" number: 1)",
              R"(question: "subjects" choice: "law")", R"(question: "age" text: "20")",
              R"(question: "overall" choices { codes: "good" codes: "bad" })",
              R"(question: "rows" choice: "good")", R"(question: "rows.1")",
              R"(question: "rows.2" choice: "good")", R"(question: "rows.2" choice: "good")"})),
      ElementsAre("answers[0]: is to no question of the questionnaire",
                  "answers[5]: is to no question of the questionnaire", "rows.2: has two answers",
                  "year: is answered by one of its choices",
                  "subjects: is answered by a list of its choices", "age: is answered by a number",
                  "overall: takes one of its choices, not several",
                  "rows.1: is answered by one of its choices"));
}

struct Wrong {
  const char* answer;
  const char* fault;
};

TEST(CheckAnswersTest, EveryRuleOfAnItemIsKept) {
  for (const Wrong& wrong : std::vector<Wrong>{
           {R"(question: "overall" choice: "excellent")", "overall: has no such choice"},
           {R"(question: "overall" choice: "")", "overall: has no such choice"},
           {R"(question: "subjects" choices { codes: "law" codes: "physics" })",
            "subjects: has no such choice"},
           {R"(question: "subjects" choices { codes: "law" codes: "law" })",
            "subjects: has the same choice twice"},
           {R"(question: "subjects" choices { codes: "law" codes: "art" codes: "maths" })",
            "subjects: takes at most 2 choices"},
           {R"(question: "subjects" choices { codes: "law" codes: "none" })",
            "subjects: has a choice beside one that stands alone"},
           {R"(question: "age" number: 15.9)", "age: takes a number from 16 to 90"},
           {R"(question: "age" number: 90.1)", "age: takes a number from 16 to 90"},
           {R"(question: "age" number: nan)", "age: takes a number from 16 to 90"},
           {R"(question: "age" number: inf)", "age: takes a number from 16 to 90"},
           {R"(question: "age" number: 20.25)", "age: takes at most 1 digits behind the point"}}) {
    EXPECT_THAT(FaultsOf(Of({kFirst, wrong.answer})), ElementsAre(wrong.fault)) << wrong.answer;
  }
}

TEST(CheckAnswersTest, TooFewChoicesAreRefusedButForOneThatStandsAlone) {
  v1::Questionnaire questionnaire = SmallQuestionnaire();
  questionnaire.mutable_pages(0)->mutable_items(1)->set_min_choices(2);
  const Form form(questionnaire);
  const auto few =
      CheckAnswers(form, Of({kFirst, R"(question: "subjects" choices { codes: "law" })"}), "",
                   HiddenAnswers::kRefuse);
  EXPECT_THAT(few.status().message(), testing::HasSubstr("subjects: takes at least 2 choices"));
  EXPECT_TRUE(CheckAnswers(form, Of({kFirst, R"(question: "subjects" choices { codes: "none" })"}),
                           "", HiddenAnswers::kRefuse)
                  .ok());
}

TEST(CheckAnswersTest, TextsAreWhatCanBeReadAndShown) {
  const std::pair<std::string, const char*> kTexts[] = {
      {std::string(21, 'x'), "why: takes at most 20 characters"},
      {std::string(1 << 20, 'x'), "why: takes at most 20 characters"},
      {"a\x01z", "why: has a control character"},
      {std::string("a\0z", 3), "why: has a control character"},
      {"a\rz", "why: has a control character"},
      {"a\x7f", "why: has a control character"},
      {"a\u0085z", "why: has a control character"},
      {"a\u202Ez", "why: has a character that turns the direction of writing"},
      {"a\u202A", "why: has a character that turns the direction of writing"},
      {"a\u2066z", "why: has a character that turns the direction of writing"},
      {"a\u2069", "why: has a character that turns the direction of writing"},
      {"a\xff", "why: is not valid UTF-8"},
      {"\xed\xa0\x80", "why: is not valid UTF-8"},
      {"a\xc3", "why: is not valid UTF-8"},
  };
  for (const auto& [text, fault] : kTexts) {
    Answers answers = Of({kFirst, R"(question: "overall" choice: "bad")"});
    v1::Answer& why = *answers.Add();
    why.set_question("why");
    why.set_text(text);
    EXPECT_THAT(FaultsOf(answers), ElementsAre(fault)) << text.substr(0, 30);
  }
  // Twenty characters of two bytes each.
  EXPECT_TRUE(Check(Of({kFirst, R"(question: "overall" choice: "bad")",
                        R"(question: "why" text: "абвгдежзийклмнопрсту")"}))
                  .ok());
}

Answers Rating(std::initializer_list<const char*> objects) {
  Answers answers = Of({kLast});
  v1::Answer& rating = *answers.Add();
  rating.set_question("rating");
  rating.mutable_ratings();
  for (const char* object : objects) {
    v1::Rating& one = *rating.mutable_ratings()->add_of();
    one.set_object(object);
    one.set_choice("good");
  }
  return answers;
}

TEST(CheckAnswersTest, RatingsAreOfSomeOthersOnceEach) {
  EXPECT_THAT(FaultsOf(Rating({"aqsu"})), ElementsAre("rating: takes at least 2 ratings"));
  EXPECT_THAT(FaultsOf(Rating({"aqsu", "ektu", "iitu", "kbtu"})),
              ElementsAre("rating: takes at most 3 ratings"));
  EXPECT_THAT(FaultsOf(Rating({"aqsu", "mit"})),
              ElementsAre("rating: rates what is none of its objects"));
  EXPECT_THAT(FaultsOf(Rating({"aqsu", "aqsu"})), ElementsAre("rating: rates an object twice"));
  EXPECT_THAT(FaultsOf(Rating({"aqsu", "ektu"}), "ektu"),
              ElementsAre("rating: must not rate the respondent's own institution"));
  EXPECT_THAT(FaultsOf(Rating({"aqsu", "ektu"}), "institutions/ektu"),
              ElementsAre("rating: must not rate the respondent's own institution"));
  EXPECT_THAT(FaultsOf(Rating({"aqsu", "ektu"}), "institutions/iitu"), IsEmpty());
  Answers points = Rating({"aqsu", "ektu"});
  points[1].mutable_ratings()->mutable_of(0)->set_choice("excellent");
  EXPECT_THAT(FaultsOf(points), ElementsAre("rating: has no such point on its scale"));
}

TEST(CheckAnswersTest, RequiredQuestionsAreMissedOnlyWhereTheyAreShown) {
  EXPECT_THAT(FaultsOf(Of({})), ElementsAre("year: must be answered"));
  v1::Questionnaire questionnaire = SmallQuestionnaire();
  questionnaire.mutable_pages(1)->mutable_items(1)->set_required(true);
  questionnaire.mutable_pages(1)->mutable_items(2)->set_required(true);
  const Form form(questionnaire);
  const auto checked = CheckAnswers(form, Of({kFirst, R"(question: "rows.1" choice: "unclear")"}),
                                    "", HiddenAnswers::kRefuse);
  EXPECT_THAT(checked.status().message(), testing::HasSubstr("rows.2: must be answered"));
}

TEST(CheckAnswersTest, WhatHangsOnAFaultyAnswerIsNotJudged) {
  EXPECT_THAT(
      FaultsOf(Of({R"(question: "year" choice: "second")", R"(question: "overall" number: 1)",
                   R"(question: "why" text: "no")", R"(question: "later" text: "no")",
                   R"(question: "rating" ratings { of { object: "mit" choice: "good" } })"})),
      ElementsAre("year: has no such choice", "overall: is answered by one of its choices",
                  "later: is not asked after the answers before it"));
}

TEST(CheckAnswersTest, NoFaultQuotesAnAnswer) {
  const auto checked =
      Check(Of({R"(question: "secret-id" choice: "secret")", R"(question: "year" choice: "secret")",
                R"(question: "subjects" choices { codes: "secret" })",
                R"(question: "age" number: 1234567)", R"(question: "overall" text: "secret")",
                R"(question: "rating" ratings { of { object: "secret" choice: "secret" } })"}));
  std::string said(checked.status().message());
  for (const FieldViolation& fault : DetailOf(checked.status()).fields) {
    absl::StrAppend(&said, fault.field, fault.description);
  }
  EXPECT_THAT(said, testing::Not(testing::HasSubstr("secret")));
  EXPECT_THAT(said, testing::Not(testing::HasSubstr("1234567")));
}

}  // namespace
}  // namespace tarazy::surveys
