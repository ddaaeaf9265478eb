// questionnaire put, get, list and the offline lint.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "services/cli/command_fixture.h"

namespace tarazy::cli {
namespace {

using nlohmann::json;
using testing::HasSubstr;

using QuestionnaireTest = CommandTest;

constexpr char kQuestionnaire[] = R"(
id: small
title: {en: Small, ru: Малый, kk: Шағын}
respondents: teachers
scales:
  - id: quality
    direction: best_first
    points:
      - {code: good, label: {en: Good, ru: Хорошо, kk: Жақсы}}
      - {code: bad, label: {en: Bad, ru: Плохо, kk: Жаман}}
pages:
  - id: first
    items:
      - {id: hall, type: scale, scale: quality, text: {en: The hall, ru: Зал, kk: Зал}}
)";

TEST_F(QuestionnaireTest, PutSendsTheFileAndShowsWhatTheLintSays) {
  const std::string file = File("small.yaml", "id: x\n");
  ASSERT_EQ(Tarazy({"questionnaire", "put", file, "--request-id", "q1", "--validate-only"}), 0)
      << err_;
  EXPECT_EQ(server_.questionnaires.create.source(), "id: x\n");
  EXPECT_EQ(server_.questionnaires.create.request_id(), "q1");
  EXPECT_TRUE(server_.questionnaires.create.validate_only());
  const json questionnaire = json::parse(out_);
  EXPECT_EQ(questionnaire["questionnaire"], "questionnaires/iaar-teachers-2023/versions/1");
  EXPECT_EQ(questionnaire["respondents"], "teachers");
  EXPECT_EQ(questionnaire["pages"], 1);
  EXPECT_EQ(questionnaire["questions"], 3);
  EXPECT_EQ(questionnaire["findings"][0]["severity"], "warning");
  EXPECT_EQ(questionnaire["findings"][0]["node"], "44");
}

TEST_F(QuestionnaireTest, GetIsWholeAsJsonAndTheFileOnRequest) {
  ASSERT_EQ(Tarazy({"questionnaire", "get", "iaar-teachers-2023@3"}), 0) << err_;
  EXPECT_EQ(server_.questionnaires.get.name(), "questionnaires/iaar-teachers-2023/versions/3");
  const json questionnaire = json::parse(out_);
  EXPECT_EQ(questionnaire["pages"][0]["items"][1]["rows"][1]["id"], "39.2");
  EXPECT_EQ(questionnaire["pages"][0]["items"][0]["type"], "single");
  ASSERT_EQ(Tarazy({"questionnaire", "get", "iaar-teachers-2023", "--source"}), 0) << err_;
  EXPECT_EQ(server_.questionnaires.get.name(), "questionnaires/iaar-teachers-2023/versions/0");
  EXPECT_EQ(out_, "id: iaar-teachers-2023\n");
  ASSERT_EQ(Tarazy({"questionnaire", "get", "iaar-teachers-2023", "--output", "table"}), 0) << err_;
  EXPECT_THAT(out_, HasSubstr("39.2"));
  EXPECT_EQ(Tarazy({"questionnaire", "get", "iaar-teachers-2023@x"}), 2);
  EXPECT_EQ(Tarazy({"questionnaire", "get", "questionnaires/iaar-teachers-2023"}), 2);
}

TEST_F(QuestionnaireTest, ListHasAllVersions) {
  ASSERT_EQ(Tarazy({"questionnaire", "list"}), 0) << err_;
  EXPECT_EQ(json::parse(out_).size(), 2u);
  ASSERT_EQ(Tarazy({"questionnaire", "list", "--page-size", "1"}), 0) << err_;
  EXPECT_EQ(err_, "next page: second\n");
}

TEST_F(QuestionnaireTest, LintNeedsNoServer) {
  EXPECT_EQ(Plain({"tarazy", "questionnaire", "lint", File("good.yaml", kQuestionnaire)}), 0)
      << out_ << err_;
  EXPECT_EQ(json::parse(out_), json::array());
}

TEST_F(QuestionnaireTest, LintNamesErrorsUntilTheyAreAcknowledged) {
  std::string valued = kQuestionnaire;
  valued.replace(valued.find("code: good,"), 11, "code: good, value: 1,");
  EXPECT_EQ(Plain({"tarazy", "questionnaire", "lint", File("valued.yaml", valued)}), 1) << out_;
  const json finding = json::parse(out_)[0];
  EXPECT_EQ(finding["severity"], "error");
  EXPECT_EQ(finding["rule"], "partial_values");
  EXPECT_EQ(finding["node"], "quality");
  EXPECT_EQ(finding["acknowledged"], false);
  EXPECT_THAT(err_, HasSubstr("has 1 error not acknowledged"));
  valued += "acknowledge: [{rule: partial_values, node: quality, reason: so it is meant}]\n";
  EXPECT_EQ(Plain({"tarazy", "questionnaire", "lint", File("known.yaml", valued)}), 0) << out_;
  EXPECT_EQ(json::parse(out_)[0]["acknowledged"], true);
  EXPECT_EQ(json::parse(out_)[0]["reason"], "so it is meant");
}

TEST_F(QuestionnaireTest, LintNamesWhatTheContractRefusesWithItsLine) {
  std::string broken = kQuestionnaire;
  broken.replace(broken.find("respondents: teachers"), 21, "respondents: nobody");
  EXPECT_EQ(Plain({"tarazy", "questionnaire", "lint", File("broken.yaml", broken)}), 1);
  const json findings = json::parse(out_);
  EXPECT_EQ(findings[0]["rule"], "contract");
  EXPECT_EQ(findings[0]["severity"], "error");
  EXPECT_EQ(findings[0]["node"], "respondents");
  EXPECT_THAT(std::string(findings[0]["message"]), HasSubstr("line 4"));
  EXPECT_THAT(err_, HasSubstr("1 error not acknowledged"));
}

TEST_F(QuestionnaireTest, AFileThatIsNotThereIsWrongUsage) {
  EXPECT_EQ(Plain({"tarazy", "questionnaire", "lint", "/nowhere.yaml"}), 2);
  EXPECT_EQ(Tarazy({"questionnaire", "put", File("latin.yaml", "id: \xff\n")}), 2);
  EXPECT_THAT(err_, HasSubstr("is not UTF-8"));
}

}  // namespace
}  // namespace tarazy::cli
