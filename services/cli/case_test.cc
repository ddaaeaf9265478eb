// Cases on the command line: files, states, summaries.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "services/cli/command_fixture.h"

namespace tarazy::cli {
namespace {

using nlohmann::json;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

using CaseTest = CommandTest;

TEST_F(CaseTest, ImportSendsTheFileAndCountsItsParts) {
  const std::string file = File("case.yaml", "id: oak-2026\n");
  ASSERT_EQ(
      Tarazy({"case", "import", file, "--etag", "v6", "--request-id", "q1", "--validate-only"}), 0)
      << err_;
  EXPECT_EQ(server_.cases.import.source(), "id: oak-2026\n");
  EXPECT_EQ(server_.cases.import.etag(), "v6");
  EXPECT_EQ(server_.cases.import.request_id(), "q1");
  EXPECT_TRUE(server_.cases.import.validate_only());
  const json record = json::parse(out_);
  EXPECT_EQ(record["id"], "oak-2026");
  EXPECT_EQ(record["state"], "submitted");
  EXPECT_EQ(record["etag"], "v7");
  EXPECT_EQ(record["programmes"], 2);
  EXPECT_EQ(record["statements"], 700);
}

TEST_F(CaseTest, ARefusedImportNamesItsFields) {
  EXPECT_EQ(Tarazy({"case", "import", File("case.yaml", "bad")}), 1);
  EXPECT_EQ(err_,
            "error: the case cannot be taken\n"
            "  reason: CASE_INVALID\n"
            "  institution: line 4: is not registered\n");
}

TEST_F(CaseTest, ExportAndReportGoToStandardOutputOrAFile) {
  ASSERT_EQ(Tarazy({"case", "export", "oak-2026"}), 0) << err_;
  EXPECT_EQ(out_, "id: oak-2026\n");
  EXPECT_EQ(server_.cases.exported.name(), "cases/oak-2026");
  EXPECT_EQ(server_.cases.exported.format(), accreditation::v1::FILE_FORMAT_UNSPECIFIED);
  const std::string file = File("export.json", "before");
  ASSERT_EQ(Tarazy({"case", "export", "cases/oak-2026", "--format", "json", "--out", file}), 0);
  EXPECT_EQ(server_.cases.exported.name(), "cases/oak-2026");
  EXPECT_EQ(server_.cases.exported.format(), accreditation::v1::FILE_FORMAT_JSON);
  EXPECT_EQ(json::parse(out_)["bytes"], 13);
  std::stringstream written;
  written << std::ifstream(file).rdbuf();
  EXPECT_EQ(written.str(), "id: oak-2026\n");
  ASSERT_EQ(Tarazy({"case", "report", "oak-2026", "--language", "ru"}), 0) << err_;
  EXPECT_EQ(server_.cases.report.language(), "ru");
  EXPECT_THAT(out_, testing::StartsWith("<!doctype html>"));
  EXPECT_EQ(Tarazy({"case", "report", "oak-2026", "--language", "kk", "--out", file}), 1);
  EXPECT_EQ(std::filesystem::file_size(file), 13u);
}

TEST_F(CaseTest, UpdateSendsTheFieldsThatTheFileHas) {
  const std::string file = File("part.yaml", R"(
visit: {from: "2026-04-20", to: "2026-04-22"}
overrides: []
)");
  ASSERT_EQ(Tarazy({"case", "update", "oak-2026", file, "--etag", "v7", "--create", "--request-id",
                    "q2"}),
            0)
      << err_;
  const auto& update = server_.cases.update;
  EXPECT_EQ(update.case_record().name(), "cases/oak-2026");
  EXPECT_EQ(update.case_record().visit().to(), "2026-04-22");
  EXPECT_THAT(update.update_mask().paths(), ElementsAre("visit", "overrides"));
  EXPECT_EQ(update.etag(), "v7");
  EXPECT_TRUE(update.allow_missing());
}

TEST_F(CaseTest, UpdateRefusesWhatTheContractRefusesAndOtherCases) {
  EXPECT_EQ(Tarazy({"case", "update", "oak-2026",
                    File("part.yaml", "visit: {from: \"2026-04-31\"}\nvisitors: 3\n")}),
            1);
  EXPECT_THAT(err_, AllOf(HasSubstr("visit.from: line 1"), HasSubstr("visit.to: line 1"),
                          HasSubstr("visitors: line 2"), Not(HasSubstr("  title"))));
  EXPECT_EQ(Tarazy({"case", "update", "oak-2026", File("other.yaml", "id: elm\ntype: primary\n")}),
            2);
  EXPECT_EQ(Tarazy({"case", "update", "oak-2026", File("empty.yaml", "id: oak-2026\n")}), 2);
  EXPECT_EQ(Tarazy({"case", "update", "oak-2026", File("list.yaml", "[1]\n")}), 1);
  EXPECT_FALSE(server_.cases.update.has_case_record());
}

TEST_F(CaseTest, SubmitUploadsTheFileAndNamesItByItsDigest) {
  const std::string file = File("self.pdf", "abc");
  ASSERT_EQ(Tarazy({"case", "submit", "oak-2026", file, "--language", "kk", "--public"}), 0)
      << err_;
  const auto& submit = server_.cases.submit;
  EXPECT_EQ(submit.document().id(), "self-assessment");
  EXPECT_EQ(submit.document().title(), "self.pdf");
  EXPECT_EQ(submit.document().sha256(),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(submit.document().size_bytes(), 3);
  EXPECT_EQ(submit.document().language(), "kk");
  EXPECT_TRUE(submit.document().is_public());
  EXPECT_EQ(submit.self_assessment().document(), "self-assessment");
  EXPECT_EQ(server_.documents.bytes, "abc");
  EXPECT_EQ(server_.documents.header.sha256(), submit.document().sha256());
  EXPECT_EQ(server_.documents.header.title(), "self.pdf");
  ASSERT_EQ(Tarazy({"case", "submit", "oak-2026", File("next.pdf", "abcd"), "--document", "sa-2",
                    "--title", "Second", "--validate-only"}),
            0)
      << err_;
  EXPECT_TRUE(submit.validate_only());
  EXPECT_EQ(submit.document().title(), "Second");
  EXPECT_EQ(submit.self_assessment().document(), "sa-2");
  EXPECT_EQ(server_.documents.bytes, "abc");
  EXPECT_EQ(Tarazy({"case", "submit", "oak-2026", File("none.pdf", "")}), 2);
}

TEST_F(CaseTest, TakeSurveyAsksForFiguresAndShowsWhatIsKept) {
  ASSERT_EQ(Tarazy({"case",     "take-survey", "oak-2026",     "--campaign",  "students-2026",
                    "--figure", "6",           "--figure",     "6:very-good", "--figure",
                    "7:nps",    "--figure",    "8:mean:share", "--as",        "students",
                    "--etag",   "v7",          "--request-id", "q3",          "--validate-only"}),
            0)
      << err_;
  const auto& take = server_.cases.take;
  EXPECT_EQ(take.name(), "cases/oak-2026");
  EXPECT_EQ(take.campaign(), "campaigns/students-2026");
  EXPECT_EQ(take.id(), "students");
  EXPECT_EQ(take.etag(), "v7");
  EXPECT_EQ(take.request_id(), "q3");
  EXPECT_TRUE(take.validate_only());
  ASSERT_EQ(take.figures_size(), 4);
  EXPECT_EQ(take.figures(0).question(), "6");
  EXPECT_EQ(take.figures(0).statistic(), accreditation::v1::SURVEY_STATISTIC_UNSPECIFIED);
  EXPECT_EQ(take.figures(1).choice(), "very-good");
  EXPECT_EQ(take.figures(2).statistic(), accreditation::v1::SURVEY_STATISTIC_NPS);
  EXPECT_EQ(take.figures(2).choice(), "");
  EXPECT_EQ(take.figures(3).choice(), "mean");
  EXPECT_EQ(take.figures(3).statistic(), accreditation::v1::SURVEY_STATISTIC_SHARE);
  const json evidence = json::parse(out_);
  EXPECT_EQ(evidence["id"], "students");
  EXPECT_EQ(evidence["participation"][0]["percent"], 30.77);
  EXPECT_EQ(evidence["participation"][0]["gate_met"], false);
  EXPECT_EQ(evidence["figures"][0]["statistic"], "mean");
  EXPECT_EQ(evidence["figures"][0]["reason"], "suppressed");
}

TEST_F(CaseTest, TakeSurveyRefusesWhatIsNoFigureAndTellsARefusal) {
  for (const char* odd : {"", ":mean", "6:a:b", "6:a:mean:share"}) {
    EXPECT_EQ(Tarazy({"case", "take-survey", "oak-2026", "--campaign", "c", "--figure", odd}), 2)
        << odd;
  }
  EXPECT_EQ(server_.cases.take.name(), "");
  EXPECT_EQ(Tarazy({"case", "take-survey", "oak-2026", "--campaign", "open"}), 1);
  EXPECT_THAT(err_, HasSubstr("campaigns/open is not closed"));
}

TEST_F(CaseTest, GetShowsWhatSurveysTold) {
  ASSERT_EQ(Tarazy({"case", "get", "surveyed", "--output", "table"}), 0) << err_;
  EXPECT_THAT(out_,
              HasSubstr("surveys\n"
                        "  students       57 of 120, 47.5 %; below the gate: 6b04107 8 of 26, "
                        "30.77 %; figures: 1; taken on 2026-05-02\n"));
}

TEST_F(CaseTest, GetIsASummaryForPeople) {
  ASSERT_EQ(Tarazy({"case", "get", "oak-2026", "--output", "table"}), 0) << err_;
  EXPECT_EQ(out_,
            "cases/oak-2026  Oak University, 2026\n"
            "  state          submitted\n"
            "  type           programme\n"
            "  programmes     1: 6B04101\n"
            "  commission     3: 1 chair, 2 expert\n"
            "  visit          2026-04-20 to 2026-04-22\n"
            "  etag           v7\n"
            "\n"
            "states\n"
            "  2026-01-10     applied, by admin tokens/1: letter\\x1b[2J\n"
            "\n"
            "next\n"
            "  withdrawn      nothing is missing\n"
            "  admitted       2 missing\n"
            "    owners: is needed\n"
            "    self_assessments: is needed\n");
}

TEST_F(CaseTest, ASummaryShowsWhereALongListOfMissingThingsBegins) {
  ASSERT_EQ(Tarazy({"case", "get", "long", "--output", "table"}), 0) << err_;
  EXPECT_THAT(out_,
              AllOf(HasSubstr("  admitted       7 missing\n"),
                    HasSubstr("    commission[2]: is needed\n    and 2 more: tarazy case check"),
                    Not(HasSubstr("commission[3]"))));
}

TEST_F(CaseTest, GetIsWholeForPrograms) {
  ASSERT_EQ(Tarazy({"case", "get", "oak-2026"}), 0) << err_;
  const json record = json::parse(out_);
  EXPECT_EQ(record["state"], "submitted");
  EXPECT_EQ(record["title"]["en"], "Oak University, 2026");
  EXPECT_EQ(record["commission"][1]["role"], "expert");
  EXPECT_EQ(record["clusters"][0]["reported"], false);
  EXPECT_EQ(record["clusters"][0]["programmes"][0]["contingent"], 0);
  EXPECT_EQ(record["history"][0]["note"], "letter\x1b[2J");
  EXPECT_THAT(out_, Not(HasSubstr("\x1b")));
  EXPECT_FALSE(record.contains("report"));
  EXPECT_FALSE(server_.cases.get.basic());
  ASSERT_EQ(Tarazy({"case", "get", "oak-2026", "--output", "csv"}), 0) << err_;
  EXPECT_TRUE(server_.cases.get.basic());
  EXPECT_THAT(out_, testing::StartsWith("id,title,state,type"));
}

TEST_F(CaseTest, ListFiltersAndPages) {
  ASSERT_EQ(Tarazy({"case", "list", "--institution", "oak", "--programme", "oak-1", "--state",
                    "commission-formed"}),
            0)
      << err_;
  EXPECT_EQ(server_.cases.list.institution(), "institutions/oak");
  EXPECT_EQ(server_.cases.list.programme(), "programmes/oak-1");
  EXPECT_EQ(server_.cases.list.state(), accreditation::v1::CASE_STATE_COMMISSION_FORMED);
  EXPECT_EQ(json::parse(out_).size(), 2u);
  ASSERT_EQ(Tarazy({"case", "list", "--page-size", "1"}), 0);
  EXPECT_EQ(err_, "next page: second\n");
}

TEST_F(CaseTest, CheckHasARowForEverythingThatIsMissing) {
  ASSERT_EQ(Tarazy({"case", "check", "oak-2026", "--output", "csv"}), 0) << err_;
  EXPECT_EQ(out_,
            "state,next,ready,field,missing\r\n"
            "submitted,withdrawn,true,,\r\n"
            "submitted,admitted,false,owners,is needed\r\n"
            "submitted,admitted,false,self_assessments,is needed\r\n");
}

TEST_F(CaseTest, AdvanceTakesWordsAndDays) {
  ASSERT_EQ(Tarazy({"case", "advance", "oak-2026", "commission-formed", "--on", "2026-03-01",
                    "--note", "order 7", "--etag", "v7", "--request-id", "q3"}),
            0)
      << err_;
  const auto& advance = server_.cases.advance;
  EXPECT_EQ(advance.state(), accreditation::v1::CASE_STATE_COMMISSION_FORMED);
  EXPECT_EQ(advance.on(), "2026-03-01");
  EXPECT_EQ(advance.note(), "order 7");
  EXPECT_EQ(advance.etag(), "v7");
  EXPECT_EQ(advance.request_id(), "q3");
  EXPECT_EQ(json::parse(out_)["state"], "commission_formed");
  EXPECT_EQ(Tarazy({"case", "advance", "oak-2026", "published"}), 1);
  EXPECT_EQ(err_,
            "error: cannot become published yet\n  reason: CASE_INCOMPLETE\n"
            "  visit: the visit's days and programme\n");
  for (const std::vector<std::string>& arguments : std::vector<std::vector<std::string>>{
           {"case", "advance", "oak-2026"},
           {"case", "advance", "oak-2026", "done"},
           {"case", "advance", "oak-2026", "unspecified"},
           {"case", "advance", "oak-2026", "visited", "--on", "2026-02-30"},
           {"case", "advance", "oak-2026", "visited", "--on", "30.04.2026"}}) {
    EXPECT_EQ(Tarazy(arguments), 2) << testing::PrintToString(arguments);
  }
}

}  // namespace
}  // namespace tarazy::cli
