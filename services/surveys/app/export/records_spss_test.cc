#include "services/surveys/app/export/records_spss.h"

#include <gmock/gmock.h>

#include <map>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/surveys/app/export/test_results.h"
#include "services/surveys/app/export/test_tools.h"
#include "services/surveys/domain/form/test_random_form.h"

namespace tarazy::surveys {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

void AddPoints(v1::Scale& scale) {
  scale.set_id("agree");
  scale.set_direction(v1::SCALE_DIRECTION_BEST_FIRST);
  for (const char* code : {"yes", "partly", "unclear", "no"}) {
    v1::Choice& point = *scale.add_points();
    point.set_code(code);
    Set(*point.mutable_label(), code, code, absl::StrCat("Қазақша ", code));
  }
  scale.mutable_points(2)->set_missing(true);
}

v1::Item& AddItem(v1::Page& page, const char* id, v1::ItemType type, const char* words) {
  v1::Item& item = *page.add_items();
  item.set_id(id);
  item.set_type(type);
  Set(*item.mutable_text(), words, words, absl::StrCat("Сұрақ: ", words));
  return item;
}

v1::Questionnaire Questions() {
  v1::Questionnaire questionnaire;
  AddPoints(*questionnaire.add_scales());
  v1::Page& page = *questionnaire.add_pages();
  v1::Item& sex = AddItem(page, "sex", v1::ITEM_TYPE_SINGLE, "Your sex");
  for (const char* code : {"woman", "man"}) {
    Set(*sex.add_choices()->mutable_label(), code, code, code);
    sex.mutable_choices(sex.choices_size() - 1)->set_code(code);
  }
  AddItem(page, "6", v1::ITEM_TYPE_SCALE, "Is it good?").set_scale("agree");
  v1::Item& media = AddItem(page, "with", v1::ITEM_TYPE_MULTI, "What do you read?");
  for (const char* code : {"web", "print-media"}) {
    v1::Choice& choice = *media.add_choices();
    choice.set_code(code);
    Set(*choice.mutable_label(), code, code, code);
  }
  v1::Item& years = AddItem(page, "years", v1::ITEM_TYPE_NUMBER, "Years of work");
  years.mutable_number()->set_min(0);
  years.mutable_number()->set_max(60);
  years.mutable_number()->set_decimals(1);
  AddItem(page, "remarks", v1::ITEM_TYPE_TEXT, "Anything else?");
  v1::Item& rate = AddItem(page, "rate", v1::ITEM_TYPE_RATE, "Rate");
  rate.set_scale("agree");
  for (const char* id : {"ektu", "aqsu"}) {
    v1::RatedObject& object = *rate.mutable_objects()->add_objects();
    object.set_id(id);
    Set(*object.mutable_title(), id, id, id);
  }
  return questionnaire;
}

CodedAnswer Answered(int64_t value) { return {.state = AnswerState::kAnswered, .value = value}; }
constexpr CodedAnswer kMissing{.state = AnswerState::kMissing};
constexpr CodedAnswer kNotAsked{.state = AnswerState::kNotAsked};

std::string Export(const Form& form, const std::vector<CodedBallot>& ballots,
                   const char* language = "en") {
  return Exported([&](Sink sink) {
    return WriteRecordsSav(
        form,
        {.campaign = "campaigns/c", .language = language, .created = absl::FromUnixSeconds(1.7e9)},
        static_cast<int64_t>(ballots.size()),
        [&](absl::FunctionRef<absl::Status(const CodedBallot&)> take) {
          for (const CodedBallot& ballot : ballots) {
            if (absl::Status taken = take(ballot); !taken.ok()) return taken;
          }
          return absl::OkStatus();
        },
        sink);
  });
}

TEST(RecordsSpssTest, AnIndependentReaderFindsTheDictionary) {
  const Form form(Questions());
  const std::string told = Pspp(Export(form, {}, "kk"), "DISPLAY DICTIONARY.");
  EXPECT_THAT(told, HasSubstr("q6,2,Сұрақ: Is it good?"));
  EXPECT_THAT(told, HasSubstr("with_print_media"));
  EXPECT_THAT(told, HasSubstr("rate_ektu"));
  EXPECT_THAT(told, HasSubstr("Қазақша partly"));
  EXPECT_THAT(told, HasSubstr("9001 THRU 9999"));
  EXPECT_THAT(told, HasSubstr("Not asked"));
  EXPECT_THAT(told, Not(HasSubstr("remarks"))) << "texts are never in";
}

TEST(RecordsSpssTest, AnIndependentReaderFindsTheAnswers) {
  const Form form(Questions());
  const CodedBallot all{
      .answers = {Answered(1), Answered(0), Answered(0b10), Answered(125), kMissing, Answered(1)},
      .ratings = {{.question = 5, .object = 1, .option = 3}}};
  const CodedBallot none{
      .answers = {kMissing, Answered(2), kNotAsked, kMissing, kMissing, kNotAsked}};
  const std::string told =
      Pspp(Export(form, {all, none}),
           "LIST /VARIABLES=sex q6 with_web with_print_media years rate_ektu rate_aqsu.");
  // Of the scale 3 is the best of its three answers; its third point is no answer.
  EXPECT_THAT(told, HasSubstr("2,3,0,1,12.5,.,1"));
  EXPECT_THAT(told, HasSubstr("9998,9001,9999,9999,9999998.0,9999,9999"));
}

TEST(RecordsSpssTest, AnIndependentReaderCountsAsTheTallyDoes) {
  Random random(7);
  const Form form(RandomQuestionnaire(random, 4));
  std::vector<CodedBallot> ballots;
  for (int i = 0; i < 500; ++i) ballots.push_back(RandomBallot(form, random));
  std::string means;
  std::map<std::string, int> wanted;
  for (size_t i = 0; i < form.questions().size(); ++i) {
    const Question& question = form.questions()[i];
    if (question.options.empty() || question.type == v1::ITEM_TYPE_MULTI ||
        question.type == v1::ITEM_TYPE_RATE) {
      continue;
    }
    int answered = 0;
    for (const CodedBallot& ballot : ballots) {
      const CodedAnswer& answer = ballot.answers[i];
      answered += answer.state == AnswerState::kAnswered && !question.options[answer.value].missing;
    }
    wanted[question.id] = answered;
    means += " " + question.id;
  }
  ASSERT_GT(wanted.size(), 3U);
  const std::string told =
      Pspp(Export(form, ballots), "DESCRIPTIVES /VARIABLES=" + means + " /STATISTICS=MEAN.");
  for (const auto& [id, answered] : wanted) {
    EXPECT_THAT(told, HasSubstr(absl::StrCat("\n", id, ",", answered, ","))) << told;
  }
}

TEST(RecordsSpssTest, LongWordsAreCutBetweenCharacters) {
  v1::Questionnaire questions = Questions();
  std::string words;
  for (int i = 0; i < 300; ++i) words += "қ";
  questions.mutable_pages(0)->mutable_items(0)->mutable_text()->set_en(words);
  questions.mutable_pages(0)->mutable_items(0)->mutable_choices(0)->mutable_label()->set_en(words);
  const Form form(questions);
  const std::string told = Pspp(Export(form, {}), "DISPLAY DICTIONARY.");
  EXPECT_THAT(told, HasSubstr("," + words.substr(0, 254) + ","));
  EXPECT_THAT(told, HasSubstr("," + words.substr(0, 120)));
}

TEST(RecordsSpssTest, ANumberOfBallotsThatIsWrongIsAnError) {
  const Form form(Questions());
  EXPECT_EQ(
      WriteRecordsSav(
          form, {.language = "en"}, 1,
          [](absl::FunctionRef<absl::Status(const CodedBallot&)>) { return absl::OkStatus(); },
          [](absl::string_view) { return absl::OkStatus(); })
          .code(),
      absl::StatusCode::kInternal);
}

TEST(RecordsSpssTest, TextsAloneAreNoRecords) {
  v1::Questionnaire questions;
  AddItem(*questions.add_pages(), "remarks", v1::ITEM_TYPE_TEXT, "Anything?");
  const Form form(questions);
  EXPECT_EQ(
      WriteRecordsSav(
          form, {.language = "en"}, 0,
          [](absl::FunctionRef<absl::Status(const CodedBallot&)>) { return absl::OkStatus(); },
          [](absl::string_view) { return absl::OkStatus(); })
          .code(),
      absl::StatusCode::kFailedPrecondition);
}

}  // namespace
}  // namespace tarazy::surveys
