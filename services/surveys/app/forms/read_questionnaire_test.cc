// ReadQuestionnaire: the contract is the format of the file.
#include <gmock/gmock.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "common/base/error.h"
#include "services/surveys/app/forms/store_questionnaire.h"

namespace tarazy::surveys {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;

constexpr char kFile[] = R"(
id: small
title: {en: Small}
respondents: final_year
scales:
  - id: quality
    direction: best_first
    points: [{code: good, label: {en: Good}}, {code: bad, label: {en: Bad}, value: -1}]
pages:
  - id: first
    items:
      - id: "39"
        type: matrix
        text: {en: How good is}
        scale: quality
        rows: [{id: "39.1", text: {en: the hall}}]
        show_if: {not: {any: {of: [{answer: {question: a, is: [x]}}, {answer: {question: b, at_least: 2}}]}}}
)";

std::vector<std::string> FaultsOf(const std::string& file) {
  std::vector<std::string> lines;
  for (const FieldViolation& fault : DetailOf(ReadQuestionnaire(file).status()).fields) {
    lines.push_back(absl::StrCat(fault.field, ": ", fault.description));
  }
  return lines;
}

TEST(ReadQuestionnaireTest, TheContractIsTheFormat) {
  const auto read = ReadQuestionnaire(absl::StrCat(kFile, "name: made up\ndigest: made up\n"));
  ASSERT_TRUE(read.ok()) << read.status();
  const v1::Questionnaire& questionnaire = *read;
  EXPECT_EQ(questionnaire.respondents(), v1::RESPONDENT_CLASS_FINAL_YEAR);
  EXPECT_FALSE(questionnaire.scales(0).points(0).has_value());
  EXPECT_EQ(questionnaire.scales(0).points(1).value(), -1);
  const v1::Item& item = questionnaire.pages(0).items(0);
  EXPECT_EQ(item.rows(0).id(), "39.1");
  EXPECT_EQ(item.show_if().not_().any().of(1).answer().at_least(), 2);
  EXPECT_EQ(questionnaire.name(), "");
  EXPECT_EQ(questionnaire.digest(), "");
}

TEST(ReadQuestionnaireTest, EveryFaultHasItsPathAndLine) {
  EXPECT_THAT(FaultsOf(absl::StrReplaceAll(
                  kFile, {{"final_year", "graduates"}, {"type: matrix", "typ: matrix"}})),
              testing::AllOf(Contains(HasSubstr("respondents: line 4")),
                             Contains(HasSubstr("pages[0].items[0].typ: line 13"))));
}

TEST(ReadQuestionnaireTest, TwoPointsOfOneCodeAndTwoKindsOfConditionAreRefused) {
  EXPECT_THAT(FaultsOf(absl::StrReplaceAll(kFile, {{"code: bad", "code: good"}})),
              ElementsAre(HasSubstr("there is another one with code good")));
  EXPECT_THAT(FaultsOf(absl::StrReplaceAll(kFile, {{"{not: {any", "{all: {of: []}, not: {any"}})),
              Contains(HasSubstr("show_if")));
}

TEST(ReadQuestionnaireTest, MoreThanSixtyChoicesAreRefused) {
  std::string choices;
  for (int i = 0; i < 61; ++i) absl::StrAppend(&choices, "{code: c", i, ", label: {en: C}}, ");
  EXPECT_THAT(
      FaultsOf(absl::StrCat(kFile, "      - {id: many, type: multi, text: {en: Which}, choices: [",
                            choices, "]}\n")),
      ElementsAre(HasSubstr("61")));
}

}  // namespace
}  // namespace tarazy::surveys
