// Whole commands against a server of canned answers.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <vector>

#include "services/cli/command_fixture.h"

namespace tarazy::cli {
namespace {

using nlohmann::json;
using testing::ElementsAre;
using testing::HasSubstr;

using RunTest = CommandTest;

TEST_F(RunTest, PutSendsOnlyWhatWasGivenAndTheToken) {
  const std::string token = File("token", "tzy_secret\n");
  ASSERT_EQ(Tarazy({"institution", "put", "ektu", "--title", "EKTU", "--title-ru", "",
                    "--token-file", token, "--validate-only", "--request-id", "r1"}),
            0)
      << err_;
  const auto& update = server_.registry.update;
  EXPECT_EQ(update.institution().name(), "institutions/ektu");
  EXPECT_THAT(update.update_mask().paths(), ElementsAre("title.en", "title.ru"));
  EXPECT_TRUE(update.allow_missing() && update.validate_only());
  EXPECT_EQ(update.request_id(), "r1");
  EXPECT_EQ(server_.registry.metadata["authorization"], "Bearer tzy_secret");
  EXPECT_EQ(server_.registry.metadata["x-request-id"].size(), 32u);
  EXPECT_EQ(server_.registry.metadata["traceparent"].size(), 55u);
  EXPECT_EQ(json::parse(out_)["group"], json());
}

TEST_F(RunTest, ARefusalHasSentenceReasonAndFields) {
  EXPECT_EQ(Tarazy({"institution", "put", "ektu", "--title", "E", "--etag", "old"}), 1);
  EXPECT_EQ(err_,
            "error: institutions/ektu has changed; read it again\n"
            "  reason: STALE_ETAG\n"
            "  institution.etag: is \"new\"\n");
  EXPECT_EQ(out_, "");
}

TEST_F(RunTest, AListHasAllPagesUnlessOneIsAskedFor) {
  ASSERT_EQ(Tarazy({"institution", "list"}), 0);
  EXPECT_EQ(json::parse(out_).size(), 2u);
  EXPECT_EQ(err_, "");
  ASSERT_EQ(Tarazy({"institution", "list", "--page-size", "1"}), 0);
  EXPECT_EQ(json::parse(out_).size(), 1u);
  EXPECT_EQ(err_, "next page: second\n");
  ASSERT_EQ(Tarazy({"institution", "list", "--page-size", "1", "--page-token", "second"}), 0);
  EXPECT_EQ(json::parse(out_)[0]["id"], "b");
  EXPECT_EQ(err_, "");
}

TEST_F(RunTest, LatestIsTheNewestEditionThatIsNotWithdrawn) {
  ASSERT_EQ(Tarazy({"ranking", "table", "iqaa-2026/latest", "--output", "csv"}), 0) << err_;
  EXPECT_EQ(server_.rankings.asked_edition, "rankings/iqaa-2026/editions/2");
  EXPECT_EQ(out_,
            "rank,institution,title,group,score\r\n"
            "1,ektu,EKTU\x1b[2J,technical,712.40\r\n,last,,,\r\n");
}

TEST_F(RunTest, ImportStreamsTheFileInPieces) {
  const std::string text(600'000, 'x');
  ASSERT_EQ(Tarazy({"ranking", "import", "r", File("big.csv", text), "--state", "draft",
                    "--register", "--ignore", "a,b"}),
            0)
      << err_;
  EXPECT_EQ(server_.rankings.imported, text);
  EXPECT_EQ(server_.rankings.largest_chunk, 256u << 10);
  EXPECT_EQ(server_.rankings.header.size_bytes(), 600'000);
  EXPECT_EQ(server_.rankings.header.state(), rankings::v1::VALUE_STATE_DRAFT);
  EXPECT_THAT(server_.rankings.header.ignored_columns(), ElementsAre("a", "b"));
  EXPECT_EQ(json::parse(out_)["revision"], 4);
}

TEST_F(RunTest, ImportNamesEachBadRowOnce) {
  EXPECT_EQ(Tarazy({"ranking", "import", "refused", File("bad.csv", "x")}), 1);
  EXPECT_EQ(err_,
            "row 17, students: \"1,5\" is no number\n"
            "error: 1 row is wrong; nothing was stored\n"
            "  reason: IMPORT_REJECTED\n");
}

TEST_F(RunTest, ImportRatingsSendsTheVariableAndAnswersWithCounts) {
  ASSERT_EQ(Tarazy({"ranking", "import-ratings", "r", "--variable", "rating_experts",
                    File("ratings.csv", "x,y"), "--validate-only", "--request-id", "once",
                    "--output", "csv"}),
            0)
      << err_;
  EXPECT_EQ(server_.rankings.imported, "x,y");
  const auto& header = server_.rankings.ratings_header;
  EXPECT_EQ(header.ranking(), "rankings/r");
  EXPECT_EQ(header.variable(), "rating_experts");
  EXPECT_EQ(header.state(), rankings::v1::VALUE_STATE_UNSPECIFIED);
  EXPECT_EQ(header.request_id(), "once");
  EXPECT_TRUE(header.validate_only());
  EXPECT_EQ(header.size_bytes(), 3);
  EXPECT_EQ(header.file_name(), "ratings.csv");
  EXPECT_EQ(out_, "revision,units,respondents,ratings,below_base,cleared\r\n5,2,3,6,1,0\r\n");
  EXPECT_EQ(Tarazy({"ranking", "import-ratings", "r", "ratings.csv"}), 2) << "no variable";
}

TEST_F(RunTest, ImportRatingsNamesEachBadRowOnce) {
  EXPECT_EQ(
      Tarazy({"ranking", "import-ratings", "refused", "--variable", "v", File("bad.csv", "x")}), 1);
  EXPECT_EQ(err_,
            "row 17, students: \"1,5\" is no number\n"
            "error: 1 row is wrong; nothing was stored\n"
            "  reason: IMPORT_REJECTED\n");
}

TEST_F(RunTest, ExplainShowsBaseAndStandardError) {
  ASSERT_EQ(Tarazy({"ranking", "explain", "r/1", "u"}), 0) << err_;
  const auto used = json::parse(out_)[0]["used"][0];
  EXPECT_EQ(used["base"], 14);
  EXPECT_EQ(used["standard_error"], 0.25);
  ASSERT_EQ(Tarazy({"ranking", "explain", "r/1", "u", "--output", "table"}), 0) << err_;
  EXPECT_THAT(out_, HasSubstr("a = absent; base 14; standard error 0.25"));
}

TEST_F(RunTest, ComputeAnswersWithCountsAndFindings) {
  ASSERT_EQ(Tarazy({"ranking", "compute", "r"}), 0) << err_;
  const auto result = json::parse(out_);
  EXPECT_EQ(result["edition"], "rankings/r/editions/1");
  EXPECT_EQ(result["units"], 3);
  EXPECT_EQ(result["findings"][0]["rule"], "variable_unused");
}

TEST_F(RunTest, VerifyFailsWhenABitDiffers) {
  EXPECT_EQ(Tarazy({"ranking", "verify", "good/1"}), 0);
  EXPECT_EQ(Tarazy({"ranking", "verify", "bad/1"}), 1);
  EXPECT_THAT(err_, HasSubstr("1.1 of ektu: 3 instead of 4\nerror: rankings/bad/editions/1"));
}

TEST_F(RunTest, ExplainCanBeNarrowedToANode) {
  ASSERT_EQ(Tarazy({"ranking", "explain", "r/1", "institutions/ektu", "--node", "1"}), 0);
  EXPECT_EQ(json::parse(out_).size(), 2u);
  EXPECT_EQ(json::parse(out_)[1]["used"][0]["variable"], "a");
  EXPECT_EQ(Tarazy({"ranking", "explain", "r/1", "ektu", "--node", "9"}), 1);
  ASSERT_EQ(Tarazy({"ranking", "explain", "r/1", "ektu", "--output", "table"}), 0);
  EXPECT_THAT(out_, HasSubstr("  1.1  : 12.5 of 15 points\n"));
  EXPECT_THAT(out_, HasSubstr("total 99.5, rank 2"));
}

TEST_F(RunTest, WrongUsageIsExitTwo) {
  for (const std::vector<std::string>& arguments : std::vector<std::vector<std::string>>{
           {},
           {"institution"},
           {"institution", "put", "x"},
           {"institution", "list", "--nonsense"},
           {"institution", "list", "extra"},
           {"institution", "list", "--page-size", "0"},
           {"institution", "list", "--timeout", "-1"},
           {"institution", "get", "\xff"},
           {"institution", "list", "--token-file", "/nonexistent"},
           {"ranking", "table", "nonsense"},
           {"ranking", "publish", "r/1", "--embargo", "01.12.2026"},
           {"ranking", "import", "r", "/nonexistent.csv"},
           {"ranking", "import", "r", "/tmp"},
           {"ranking", "sensitivity", "r/1"},
           {"token", "create", "--role", "king"},
           {"ranking", "import", "r", "/dev/null", "--state", "unspecified"},
           {"methodology", "put", "/nonexistent.yaml"}}) {
    EXPECT_EQ(Tarazy(arguments), 2) << testing::PrintToString(arguments);
    EXPECT_THAT(err_, testing::StartsWith("error: "));
  }
}

TEST_F(RunTest, LintNeedsNoServerAndFailsOnErrorsThatNobodyAcknowledged) {
  EXPECT_EQ(Plain({"tarazy", "methodology", "lint", File("odd.yaml", "id: [")}), 1);
  const auto row = json::parse(out_).at(0);
  EXPECT_EQ(row["severity"], "error");
  EXPECT_EQ(row["acknowledged"], false);
  EXPECT_THAT(err_, HasSubstr("not acknowledged"));
}

TEST_F(RunTest, AnIdMayBeTheNameOfACommand) {
  EXPECT_EQ(Tarazy({"institution", "put", "list", "--title", "List"}), 0) << err_;
  EXPECT_EQ(server_.registry.update.institution().name(), "institutions/list");
}

TEST_F(RunTest, AServerThatIsNotThereIsNamed) {
  EXPECT_EQ(Plain({"tarazy", "institution", "list", "--server", "127.0.0.1:1"}), 1);
  EXPECT_EQ(err_,
            "error: no server answers at 127.0.0.1:1; start tarazyd or name another with "
            "--server\n");
}

TEST_F(RunTest, ACallThatIsNotOfferedSaysSo) {
  EXPECT_EQ(Tarazy({"token", "list"}), 1);
  EXPECT_THAT(err_, HasSubstr("does not offer this call"));
}

}  // namespace
}  // namespace tarazy::cli
