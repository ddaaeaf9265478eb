// What surveys tell others: a ranking's variable with its uncertainty, and evidence in a case.
#include <cmath>

#include "absl/strings/str_replace.h"
#include "tests/e2e/accreditation_files.h"
#include "tests/e2e/surveys/small_survey.h"

namespace tarazy::e2e {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

class FeedsTest : public SurveyJourney {
 protected:
  void Open(const std::string& campaign, const std::string& rest) {
    PutQuestionnaire();
    Must({"survey", "open", campaign, "--file",
          deployment_.Write("campaign.yaml", absl::StrCat("id: ", campaign,
                                                          "\nkind: tickets\nquestionnaire: "
                                                          "questionnaires/small/versions/0\n",
                                                          rest))});
  }
  // The first `full` of a stratum are content, the others partly.
  void Answer(const std::string& campaign, const std::string& stratum, int people, int full) {
    const Tickets tickets = Invite(campaign, stratum, people);
    for (int i = 0; i < people; ++i) {
      Must(Submission(campaign, tickets[i], {i < full ? "quality=full" : "quality=partly"}));
    }
  }
  // What the lint finds in a case: "rule: message", a line each.
  std::string Lint(const std::string& name) {
    const CliResult result = deployment_.Run({"case", "lint", name});
    std::string found;
    for (const auto& row : nlohmann::json::parse(result.out)) {
      absl::StrAppend(&found, row["rule"].get<std::string>(), ": ",
                      row["message"].get<std::string>(), "\n");
    }
    return found;
  }
};

constexpr char kMethodology[] = R"(
id: fed
title: {en: Fed, ru: Из опроса, kk: Сауалнамадан}
sources: [surveys, institution]
variables:
  teaching: {title: {en: Teaching, ru: Преподавание, kk: Оқыту}, unit: points, min: 1, max: 3}
indicators:
  - {code: "1", title: {en: A, ru: A, kk: A}, points: 100, value: teaching}
)";

TEST_F(FeedsTest, ARankingTakesAFigureWithItsUncertainty) {
  Must({"methodology", "put", deployment_.Write("fed.yaml", kMethodology)});
  Must({"ranking", "create", "fed-2026", "--methodology", "fed", "--year", "2026"});
  Must({"ranking", "import", "fed-2026",
        deployment_.Write("values.csv", "institution,teaching\nfe-one,1\nfe-two,1\nfe-three,1\n"),
        "--origin", "institution", "--register"});
  Open("fed", R"(
strata:
  - {id: a, frame: 40, institution: institutions/fe-one}
  - {id: b, frame: 40, institution: institutions/fe-two}
)");
  Answer("fed", "a", 20, 20);
  Answer("fed", "b", 20, 10);
  const std::vector<std::string> pull = {"ranking", "pull",       "fed-2026", "--from",
                                         "surveys", "--variable", "teaching", "--campaign",
                                         "fed",     "--question", "quality"};
  EXPECT_THAT(Refused(pull), HasSubstr("RESULTS_NOT_YET"));
  Must({"survey", "close", "fed"});
  const auto pulled = Must(pull);
  EXPECT_EQ(pulled["cells"], 2);
  EXPECT_EQ(pulled["origin"], "surveys");
  ASSERT_EQ(pulled["without_value"].size(), 1u);
  EXPECT_EQ(pulled["without_value"][0]["unit"], "fe-three");
  EXPECT_THAT(pulled["without_value"][0]["reason"].get<std::string>(), HasSubstr("no stratum"));
  int found = 0;
  for (const auto& value : Must({"ranking", "values", "fed-2026", "--variable", "teaching"})) {
    if (value["origin"] != "surveys") continue;
    ++found;
    // Of two values, ten times each: s² = 20/19 · 1/4, and half of the people were asked.
    const bool one = value["unit"] == "fe-one";
    EXPECT_EQ(value["value"], one ? 3 : 2.5);
    EXPECT_EQ(value["base"], 20);
    EXPECT_NEAR(value["standard_error"].get<double>(),
                one ? 0 : std::sqrt(20.0 / 19 / 4 / 20 * (1 - 20.0 / 40)), 1e-12);
    EXPECT_THAT(value["evidence"].get<std::string>(),
                AllOf(HasSubstr("survey campaigns/fed, question quality, mean, policy "),
                      HasSubstr("frozen")));
  }
  EXPECT_EQ(found, 2);
}

TEST_F(FeedsTest, ACaseShowsWhoTookPartAndItsCopiesAreHeldToTheSurvey) {
  const auto alder = [](absl::string_view text) {
    return absl::StrReplaceAll(text, {{"rowan", "alder"},
                                      {"Rowan", "Alder"},
                                      {"birch", "alder"},
                                      {"procedure:\n", "procedure:\n  participation_gate: 40\n"}});
  };
  Must({"framework", "put", deployment_.Write("alder.yaml", alder(kBirchFramework))});
  Must({"institution", "put", "alder", "--title", "Alder University"});
  for (const char* code : {"6B04101", "7M04101"}) {
    Must({"programme", "put", code[0] == '6' ? "alder-6b04101" : "alder-7m04101", "--institution",
          "alder", "--title", "Forestry", "--code", code});
  }
  Must({"case", "import", deployment_.Write("case.yaml", alder(kRowanCase))});
  Open("alder-students", R"(
participation_gate: 40
case_name: cases/alder-2026
strata:
  - {id: 6b04101, frame: 26, programme: programmes/alder-6b04101}
  - {id: 7m04101, frame: 30, programme: programmes/alder-7m04101}
)");
  Answer("alder-students", "6b04101", 8, 8);
  Answer("alder-students", "7m04101", 20, 10);
  const std::vector<std::string> take = {
      "case",         "take-survey", "alder-2026",   "--campaign", "alder-students", "--figure",
      "quality:mean", "--figure",    "quality:full", "--as",       "students"};
  EXPECT_THAT(Refused(take), HasSubstr("RESULTS_NOT_YET"));
  Must({"survey", "close", "alder-students"});
  const auto evidence = Must(take);
  EXPECT_EQ(evidence["frozen"], true);
  EXPECT_EQ(evidence["participation"][1]["percent"], 30.77);
  EXPECT_EQ(evidence["participation"][1]["gate_met"], false);
  EXPECT_EQ(evidence["figures"][0]["value"], 74.0 / 28);
  EXPECT_EQ(evidence["figures"][1]["value"], 64.3);
  EXPECT_EQ(evidence["figures"][1]["count"], 18);
  EXPECT_EQ(Must({"case", "get", "alder-2026"})["survey_evidence"][0]["id"], "students");
  EXPECT_THAT(deployment_.Run({"case", "get", "alder-2026", "--output", "table"}).out,
              HasSubstr("below the gate: 6b04101 8 of 26, 30.77 %"));
  EXPECT_THAT(Lint("alder-2026"),
              AllOf(HasSubstr("participation_gate: of 6B04101 8 of 26 = 30.8 % took part in "
                              "campaigns/alder-students, less than 40 %"),
                    Not(HasSubstr("7M04101 20"))));

  const auto cite = [&](const std::string& printed, const std::string& item) {
    Must({"case", "update", "alder-2026",
          deployment_.Write("report.yaml",
                            absl::StrCat("report:\n  claims:\n    - {id: copy, place: {document: "
                                         "report, line: 7}, printed: \"",
                                         printed,
                                         "\", kind: same, parts: [{answer: {survey: students, "
                                         "item: ",
                                         item, ", statistic: mean}}]}\n"))});
    return Lint("alder-2026");
  };
  EXPECT_THAT(cite("2.64", "quality"), Not(HasSubstr("copy")));
  EXPECT_THAT(cite("2.64", "quality"), Not(HasSubstr("narrative_against_table")));
  EXPECT_THAT(cite("2.7", "quality"),
              HasSubstr("narrative_against_table: the text says 2.7, but elsewhere it is 2.643"));
  EXPECT_THAT(cite("2.64", "rooms"), HasSubstr("unknown_reference: claim copy rests on"));
}

}  // namespace
}  // namespace tarazy::e2e
