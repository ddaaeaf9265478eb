// Marks, totals, the report lint, ties and the follow-up on the command line.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "services/cli/command_fixture.h"

namespace tarazy::cli {
namespace {

using nlohmann::json;
using testing::ElementsAre;
using testing::HasSubstr;

using JudgementTest = CommandTest;

TEST_F(JudgementTest, OneMarkByOptions) {
  ASSERT_EQ(Tarazy({"case", "mark", "oak-2026", "--criterion", "6.1.1", "--mark", "strong",
                    "--programme", "6B04101", "--expert", "chair", "--rationale", "Seen",
                    "--evidence", "report", "--evidence", "plan", "--request-id", "q1"}),
            0)
      << err_;
  const auto& put = server_.cases.put;
  ASSERT_EQ(put.evaluations_size(), 1);
  EXPECT_EQ(put.name(), "cases/oak-2026");
  EXPECT_EQ(put.evaluations(0).criterion(), "6.1.1");
  EXPECT_EQ(put.evaluations(0).programme(), "6B04101");
  EXPECT_EQ(put.evaluations(0).expert(), "chair");
  EXPECT_EQ(put.evaluations(0).mark(), "strong");
  EXPECT_EQ(put.evaluations(0).rationale(), "Seen");
  EXPECT_THAT(put.evaluations(0).evidence(), ElementsAre("report", "plan"));
  EXPECT_EQ(json::parse(out_)["marked"], 1);
}

TEST_F(JudgementTest, ManyMarksFromAFile) {
  const std::string file = File("marks.csv",
                                "\xef\xbb\xbf"
                                "criterion,programme,mark,rationale,evidence\r\n"
                                "6.1.1,6B04101,strong,\"Said \"\"yes\"\",\nand meant it\",\r\n"
                                "\r\n"
                                "6.1.2,,satisfactory,,report plan");
  ASSERT_EQ(Tarazy({"case", "mark", "oak-2026", file, "--expert", "expert-2", "--validate-only"}),
            0)
      << err_;
  const auto& put = server_.cases.put;
  ASSERT_EQ(put.evaluations_size(), 2);
  EXPECT_TRUE(put.validate_only());
  EXPECT_EQ(put.evaluations(0).rationale(), "Said \"yes\",\nand meant it");
  EXPECT_EQ(put.evaluations(0).expert(), "expert-2");
  EXPECT_EQ(put.evaluations(0).evidence_size(), 0);
  EXPECT_EQ(put.evaluations(1).programme(), "");
  EXPECT_THAT(put.evaluations(1).evidence(), ElementsAre("report", "plan"));
}

TEST_F(JudgementTest, ABadFileOfMarksIsNamedByItsLine) {
  for (const auto& [text, fault] : std::vector<std::pair<std::string, std::string>>{
           {"", "is empty"},
           {"criterion,remark\n", "line 1: \"remark\" is no column"},
           {"criterion,mark,mark\n", "line 1: the column mark is there twice"},
           {"criterion,mark\n6.1.1\n", "line 2: has 1 cells, the header 2"},
           {"criterion,mark\n\"6.1.1,a\n", "line 2: a quotation mark is not closed"},
           {"criterion,mark\n\n\"6.1.1\"x,a\n", "line 3: after a quotation mark"}}) {
    EXPECT_EQ(Tarazy({"case", "mark", "oak-2026", File("marks.csv", text)}), 2) << text;
    EXPECT_THAT(err_, HasSubstr(fault));
  }
  EXPECT_EQ(Tarazy({"case", "mark", "oak-2026"}), 2);
  EXPECT_EQ(Tarazy({"case", "mark", "oak-2026", "--criterion", "6.1.1"}), 2);
  EXPECT_EQ(server_.cases.put.name(), "");
}

TEST_F(JudgementTest, TotalsAreAMatrixWithATotalRow) {
  ASSERT_EQ(Tarazy({"case", "totals", "oak-2026", "--output", "csv"}), 0) << err_;
  EXPECT_EQ(out_,
            "programme,standard,strong,satisfactory,marked,unmarked\r\n"
            "6B04101,6.1,2,0,2,\r\n"
            "6B04101,total,2,1,3,\"[\"\"6.2.1\"\"]\"\r\n");
  ASSERT_EQ(Tarazy({"case", "totals", "oak-2026", "--matrix"}), 0) << err_;
  EXPECT_EQ(json::parse(out_),
            json::parse(R"([{"criterion": "6.1.1", "programme": "6B04101", "mark": "strong"}])"));
}

TEST_F(JudgementTest, AgreementNeedsTwoExperts) {
  ASSERT_EQ(Tarazy({"case", "totals", "oak-2026", "--agreement"}), 0) << err_;
  EXPECT_EQ(json::parse(out_)["experts"], 2);
  EXPECT_EQ(json::parse(out_)["alpha"], json());
  EXPECT_EQ(Tarazy({"case", "totals", "alone", "--agreement"}), 1);
  EXPECT_EQ(Tarazy({"case", "totals", "oak-2026", "--agreement", "--matrix"}), 2);
}

TEST_F(JudgementTest, SuggestTermExplainsItself) {
  ASSERT_EQ(Tarazy({"case", "suggest-term", "oak-2026"}), 0) << err_;
  const json row = json::parse(out_)[0];
  EXPECT_EQ(row["outcome"], "grant_conditionally");
  EXPECT_EQ(row["years"], 3);
  EXPECT_EQ(row["explanation"], (json{"row 1: no", "row 2: yes"}));
}

TEST_F(JudgementTest, LintFailsWhileContradictionsStand) {
  EXPECT_EQ(Tarazy({"case", "lint", "oak-2026"}), 1);
  const json finding = json::parse(out_)[0];
  EXPECT_EQ(finding["class"], "contradiction");
  EXPECT_EQ(finding["place"], "report, line 812");
  EXPECT_EQ(finding["line"], 812);
  EXPECT_EQ(finding["value"], "31");
  EXPECT_EQ(finding["other_place"], "Table 2");
  EXPECT_EQ(finding["other_line"], json());
  EXPECT_EQ(finding["other_value"], "30");
  EXPECT_EQ(finding["overridden"], json());
  EXPECT_EQ(err_, "error: cases/oak-2026 has 1 contradiction not overridden\n");
  EXPECT_EQ(Tarazy({"case", "lint", "overridden"}), 0) << err_;
  EXPECT_EQ(json::parse(out_)[0]["overridden"], "tokens/1: as printed");
  EXPECT_EQ(Tarazy({"case", "lint", "clean"}), 0) << err_;
  EXPECT_EQ(json::parse(out_)[0]["class"], "text");
}

TEST_F(JudgementTest, LintShowsWhatEveryRuleCompared) {
  EXPECT_EQ(Tarazy({"case", "lint", "clean", "--rules"}), 0) << err_;
  EXPECT_EQ(json::parse(out_), json::parse(R"([{"rule": "row_sum", "compared": 40, "found": 1}])"));
}

TEST_F(JudgementTest, OverrideNamesFindingsAndAReason) {
  ASSERT_EQ(Tarazy({"case", "override", "oak-2026", "row_sum/t-1/r-2", "row_sum/t-1/r-3",
                    "--reason", "As printed", "--request-id", "q2"}),
            0)
      << err_;
  const auto& overridden = server_.cases.overridden;
  ASSERT_EQ(overridden.overrides_size(), 2);
  EXPECT_EQ(overridden.overrides(1).finding(), "row_sum/t-1/r-3");
  EXPECT_EQ(overridden.overrides(1).reason(), "As printed");
  EXPECT_EQ(Tarazy({"case", "override", "oak-2026", "row_sum/t-1/r-2"}), 2);
}

TEST_F(JudgementTest, DeclareLeavesIdAndDayToTheServer) {
  ASSERT_EQ(Tarazy({"case", "declare", "oak-2026", "--member", "chair", "--kind", "none"}), 0)
      << err_;
  EXPECT_EQ(server_.cases.declare.interest().id(), "");
  EXPECT_EQ(server_.cases.declare.interest().member(), "chair");
  EXPECT_EQ(json::parse(out_)["id"], "i-1");
}

TEST_F(JudgementTest, RecommendationsSayWhatIsDueAndHowManyDaysAreLeft) {
  ASSERT_EQ(Tarazy({"case", "recommendations", "oak-2026", "--on", "2026-09-04", "--programme",
                    "6B04101", "--state", "overdue"}),
            0)
      << err_;
  EXPECT_EQ(server_.follow_up.list.parent(), "cases/oak-2026");
  EXPECT_EQ(server_.follow_up.list.on(), "2026-09-04");
  EXPECT_EQ(server_.follow_up.list.state(), accreditation::v1::FOLLOW_UP_STATE_OVERDUE);
  const json rows = json::parse(out_);
  EXPECT_EQ(rows[0]["due"], "2026-09-01");
  EXPECT_EQ(rows[0]["state"], "overdue");
  EXPECT_EQ(rows[0]["days_left"], -3);
  EXPECT_EQ(rows[0]["steps"][0]["act"], "plan");
  EXPECT_EQ(rows[1]["state"], "waiting");
  EXPECT_EQ(rows[1]["days_left"], json());
}

TEST_F(JudgementTest, AnEventShowsWhatItMadeDue) {
  ASSERT_EQ(Tarazy({"case", "event", "oak-2026", "studies-at-partner", "--on", "2026-09-01",
                    "--programme", "6B04101", "--note", "First group"}),
            0)
      << err_;
  EXPECT_EQ(server_.follow_up.event.event().kind(), "studies-at-partner");
  EXPECT_THAT(server_.follow_up.event.event().programmes(), ElementsAre("6B04101"));
  EXPECT_EQ(json::parse(out_)["id"], "e-1");
  EXPECT_EQ(json::parse(out_)["occurrences"][0]["finding"], "r-1");
  EXPECT_EQ(Tarazy({"case", "event", "oak-2026", "studies-at-partner"}), 2);
}

TEST_F(JudgementTest, PlansAreSubmittedAndEvidenceIsReviewed) {
  ASSERT_EQ(Tarazy({"case", "follow-up", "oak-2026", "r-1", "--programme", "6B04101", "--act",
                    "evidence", "--text", "Bought", "--document", "ab12", "--due", "2026-09-01"}),
            0)
      << err_;
  const auto& step = server_.follow_up.submit.step();
  EXPECT_EQ(step.act(), accreditation::v1::FOLLOW_UP_ACT_EVIDENCE);
  EXPECT_EQ(step.text(), "Bought");
  EXPECT_EQ(step.due(), "2026-09-01");
  EXPECT_THAT(step.documents(), ElementsAre("ab12"));
  EXPECT_FALSE(server_.follow_up.review.has_step());
  ASSERT_EQ(Tarazy({"case", "follow-up", "oak-2026", "r-1", "--programme", "6B04101", "--act",
                    "verify", "--request-id", "q3"}),
            0)
      << err_;
  EXPECT_EQ(server_.follow_up.review.step().act(), accreditation::v1::FOLLOW_UP_ACT_VERIFY);
  EXPECT_EQ(server_.follow_up.review.request_id(), "q3");
  EXPECT_EQ(Tarazy({"case", "follow-up", "oak-2026", "mine", "--programme", "6B04101", "--act",
                    "return", "--text", "x"}),
            1);
  EXPECT_THAT(err_, HasSubstr("SECOND_PERSON_NEEDED"));
  EXPECT_EQ(Tarazy({"case", "follow-up", "oak-2026", "r-1", "--programme", "6B04101"}), 2);
}

TEST_F(JudgementTest, ProgressIsThatOfTheCaseBefore) {
  ASSERT_EQ(Tarazy({"case", "progress", "oak-2026"}), 0) << err_;
  EXPECT_EQ(json::parse(out_)["previous_case"], "cases/oak-2026-before");
  EXPECT_EQ(json::parse(out_)["verified"], 3);
  EXPECT_EQ(json::parse(out_)["follow_ups"].size(), 1u);
}

}  // namespace
}  // namespace tarazy::cli
