#include "services/surveys/domain/form/check_answers.h"

#include <gmock/gmock.h>

#include <cmath>

#include "common/base/error.h"
#include "services/surveys/domain/form/test_small_form.h"

namespace tarazy::surveys {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

using Answers = google::protobuf::RepeatedPtrField<v1::Answer>;

v1::Answer Nothing(const char* question) {
  v1::Answer answer;
  answer.set_question(question);
  return answer;
}

v1::Answer One(const char* question, const char* choice) {
  v1::Answer answer = Nothing(question);
  answer.set_choice(choice);
  return answer;
}

v1::Answer Several(const char* question, std::initializer_list<const char*> codes) {
  v1::Answer answer = Nothing(question);
  answer.mutable_choices();
  for (const char* code : codes) answer.mutable_choices()->add_codes(code);
  return answer;
}

v1::Answer Number(const char* question, double number) {
  v1::Answer answer = Nothing(question);
  answer.set_number(number);
  return answer;
}

v1::Answer Text(const char* question, const std::string& text) {
  v1::Answer answer = Nothing(question);
  answer.set_text(text);
  return answer;
}

// Objects and points.
v1::Answer Rated(const char* question,
                 std::initializer_list<std::pair<const char*, const char*>> ratings) {
  v1::Answer answer = Nothing(question);
  answer.mutable_ratings();
  for (const auto& [object, choice] : ratings) {
    v1::Rating& one = *answer.mutable_ratings()->add_of();
    one.set_object(object);
    one.set_choice(choice);
  }
  return answer;
}

Answers Of(std::initializer_list<v1::Answer> given) {
  Answers answers;
  for (const v1::Answer& answer : given) *answers.Add() = answer;
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

const v1::Answer kFirst = One("year", "first");
const v1::Answer kLast = One("year", "last");

TEST(CheckAnswersTest, EveryKindOfAnswerIsCoded) {
  const auto checked =
      Check(Of({kLast, Several("subjects", {"art", "maths"}), Number("age", 30.5),
                One("overall", "bad"), Text("why", "Суық\n"), One("rows.2", "unclear"),
                Rated("rating", {{"kbtu", "fair"}, {"ektu", "good"}}), Text("later", "later")}),
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
  const Answers answers = Of({kFirst, Text("later", "no"), One("why", "of another kind")});
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
  const auto checked = CheckAnswers(form, Of({kFirst, Text("why", "no"), Text("after", "no")}), "",
                                    HiddenAnswers::kDrop);
  ASSERT_TRUE(checked.ok()) << checked.status();
  EXPECT_THAT(checked->dropped, ElementsAre("why", "after"));
}

TEST(CheckAnswersTest, EmptyAnswersAreNone) {
  const auto checked = Check(Of({kLast, Several("subjects", {}), One("overall", "bad"),
                                 Text("why", " \n\t "), Rated("rating", {})}));
  ASSERT_TRUE(checked.ok()) << checked.status();
  for (const char* question : {"subjects", "why", "rating"}) {
    EXPECT_EQ(AnswerTo(question, *checked).state, AnswerState::kMissing) << question;
  }
  EXPECT_THAT(checked->ballot.texts, IsEmpty());
}

TEST(CheckAnswersTest, EveryFaultIsNamedAtOnceByItsQuestion) {
  EXPECT_THAT(
      FaultsOf(Of({One("nobody", "first"), Number("year", 1), One("subjects", "law"),
                   Text("age", "20"), Several("overall", {"good", "bad"}), One("rows", "good"),
                   Nothing("rows.1"), One("rows.2", "good"), One("rows.2", "good")})),
      ElementsAre("answers[0]: is to no question of the questionnaire",
                  "answers[5]: is to no question of the questionnaire", "rows.2: has two answers",
                  "year: is answered by one of its choices",
                  "subjects: is answered by a list of its choices", "age: is answered by a number",
                  "overall: takes one of its choices, not several",
                  "rows.1: is answered by one of its choices"));
}

struct Wrong {
  v1::Answer answer;
  const char* fault;
};

TEST(CheckAnswersTest, EveryRuleOfAnItemIsKept) {
  for (const Wrong& wrong : std::vector<Wrong>{
           {One("overall", "excellent"), "overall: has no such choice"},
           {One("overall", ""), "overall: has no such choice"},
           {Several("subjects", {"law", "physics"}), "subjects: has no such choice"},
           {Several("subjects", {"law", "law"}), "subjects: has the same choice twice"},
           {Several("subjects", {"law", "art", "maths"}), "subjects: takes at most 2 choices"},
           {Several("subjects", {"law", "none"}),
            "subjects: has a choice beside one that stands alone"},
           {Number("age", 15.9), "age: takes a number from 16 to 90"},
           {Number("age", 90.1), "age: takes a number from 16 to 90"},
           {Number("age", std::nan("")), "age: takes a number from 16 to 90"},
           {Number("age", HUGE_VAL), "age: takes a number from 16 to 90"},
           {Number("age", 20.25), "age: takes at most 1 digits behind the point"}}) {
    EXPECT_THAT(FaultsOf(Of({kFirst, wrong.answer})), ElementsAre(wrong.fault))
        << wrong.answer.ShortDebugString();
  }
}

TEST(CheckAnswersTest, TooFewChoicesAreRefusedButForOneThatStandsAlone) {
  v1::Questionnaire questionnaire = SmallQuestionnaire();
  questionnaire.mutable_pages(0)->mutable_items(1)->set_min_choices(2);
  const Form form(questionnaire);
  const auto few =
      CheckAnswers(form, Of({kFirst, Several("subjects", {"law"})}), "", HiddenAnswers::kRefuse);
  EXPECT_THAT(few.status().message(), testing::HasSubstr("subjects: takes at least 2 choices"));
  EXPECT_TRUE(
      CheckAnswers(form, Of({kFirst, Several("subjects", {"none"})}), "", HiddenAnswers::kRefuse)
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
    const Answers answers = Of({kFirst, One("overall", "bad"), Text("why", text)});
    EXPECT_THAT(FaultsOf(answers), ElementsAre(fault)) << text.substr(0, 30);
  }
  // Twenty characters of two bytes each.
  EXPECT_TRUE(Check(Of({kFirst, One("overall", "bad"), Text("why", "абвгдежзийклмнопрсту")})).ok());
}

Answers Rating(std::initializer_list<const char*> objects) {
  v1::Answer rating = Rated("rating", {});
  for (const char* object : objects) {
    v1::Rating& one = *rating.mutable_ratings()->add_of();
    one.set_object(object);
    one.set_choice("good");
  }
  return Of({kLast, rating});
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
  const auto checked =
      CheckAnswers(form, Of({kFirst, One("rows.1", "unclear")}), "", HiddenAnswers::kRefuse);
  EXPECT_THAT(checked.status().message(), testing::HasSubstr("rows.2: must be answered"));
}

TEST(CheckAnswersTest, WhatHangsOnAFaultyAnswerIsNotJudged) {
  EXPECT_THAT(FaultsOf(Of({One("year", "second"), Number("overall", 1), Text("why", "no"),
                           Text("later", "no"), Rated("rating", {{"mit", "good"}})})),
              ElementsAre("year: has no such choice", "overall: is answered by one of its choices",
                          "later: is not asked after the answers before it"));
}

TEST(CheckAnswersTest, NoFaultQuotesAnAnswer) {
  const auto checked =
      Check(Of({One("secret-id", "secret"), One("year", "secret"), Several("subjects", {"secret"}),
                Number("age", 1234567), Text("overall", "secret"),
                Rated("rating", {{"secret", "secret"}})}));
  std::string said(checked.status().message());
  for (const FieldViolation& fault : DetailOf(checked.status()).fields) {
    absl::StrAppend(&said, fault.field, fault.description);
  }
  EXPECT_THAT(said, testing::Not(testing::HasSubstr("secret")));
  EXPECT_THAT(said, testing::Not(testing::HasSubstr("1234567")));
}

}  // namespace
}  // namespace tarazy::surveys
