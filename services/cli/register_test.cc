// Decisions, appeals and the register on the command line.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <nlohmann/json.hpp>
#include <streambuf>

#include "services/cli/command_fixture.h"

namespace tarazy::cli {
namespace {

using nlohmann::json;
using testing::ElementsAre;
using testing::HasSubstr;

using RegisterTest = CommandTest;

const std::vector<std::string> kRecord = {
    "decision", "record",   "2026-1",    "--subject", "programmes/oak-1",
    "--agency", "iaar",     "--scope",   "programme", "--kind",
    "grant",    "--years",  "5",         "--on",      "2026-06-16",
    "--case",   "oak-2026", "--members", "9"};

TEST_F(RegisterTest, RecordSendsTheDecisionAndItsVote) {
  std::vector<std::string> arguments = kRecord;
  arguments.insert(arguments.end(),
                   {"--ballot", "c-1=for", "--ballot", "c-2=recused:he teaches there",
                    "--condition", "r-1", "--minutes", "7", "--request-id", "q1"});
  ASSERT_EQ(Tarazy(arguments), 0) << err_;
  const auto& decision = server_.decisions.record.decision();
  EXPECT_EQ(decision.name(), "decisions/2026-1");
  EXPECT_EQ(decision.subject(), "programmes/oak-1");
  EXPECT_EQ(decision.scope(), accreditation::v1::PROCEDURE_TYPE_PROGRAMME);
  EXPECT_EQ(decision.kind(), accreditation::v1::DECISION_KIND_GRANT);
  EXPECT_EQ(decision.years(), 5);
  EXPECT_EQ(decision.decided_on(), "2026-06-16");
  EXPECT_EQ(decision.case_name(), "cases/oak-2026");
  EXPECT_THAT(decision.conditions(), ElementsAre("r-1"));
  EXPECT_EQ(decision.vote().members(), 9);
  ASSERT_EQ(decision.vote().ballots_size(), 2);
  EXPECT_EQ(decision.vote().ballots(1).choice(), accreditation::v1::BALLOT_CHOICE_RECUSED);
  EXPECT_EQ(decision.vote().ballots(1).reason(), "he teaches there");
  const json printed = json::parse(out_);
  EXPECT_EQ(printed["id"], "2026-1");
  EXPECT_EQ(printed["sequence"], 17);
  EXPECT_EQ(printed["ballots"][0]["choice"], "for");
  EXPECT_EQ(printed["status"][0]["status"], "accredited");
}

TEST_F(RegisterTest, AHistoricalDecisionHasNoVote) {
  ASSERT_EQ(Tarazy({"decision", "record", "2016-1", "--subject", "institutions/oak", "--agency",
                    "iaar", "--scope", "institutional", "--kind", "withdraw", "--on", "2016-05-01",
                    "--acts-on", "2012-1", "--reason", "It closed", "--historical"}),
            0)
      << err_;
  const auto& decision = server_.decisions.record.decision();
  EXPECT_FALSE(decision.has_vote());
  EXPECT_TRUE(decision.historical());
  EXPECT_EQ(decision.acts_on(), "decisions/2012-1");
}

TEST_F(RegisterTest, ARefusedDecisionSaysWhy) {
  std::vector<std::string> arguments = kRecord;
  arguments.back() = "100";
  EXPECT_EQ(Tarazy(arguments), 1);
  EXPECT_EQ(err_, "error: 2 of 100 voted\n  reason: NO_QUORUM\n");
  arguments.insert(arguments.end(), {"--ballot", "c-1=perhaps"});
  EXPECT_EQ(Tarazy(arguments), 2);
  EXPECT_THAT(err_, HasSubstr("choices are for, against, abstain, recused"));
  std::vector<std::string> bare = kRecord;
  bare[4] = "oak-1";
  EXPECT_EQ(Tarazy(bare), 2);
  EXPECT_THAT(err_, HasSubstr("programmes/ID or institutions/ID"));
}

TEST_F(RegisterTest, DecisionsAreListedAndGot) {
  ASSERT_EQ(Tarazy({"decision", "list", "--subject", "programmes/oak-1", "--case", "oak-2026"}), 0)
      << err_;
  EXPECT_EQ(server_.decisions.list.subject(), "programmes/oak-1");
  EXPECT_EQ(server_.decisions.list.case_name(), "cases/oak-2026");
  EXPECT_EQ(json::parse(out_)[1]["id"], "b");
  ASSERT_EQ(Tarazy({"decision", "get", "2026-1"}), 0) << err_;
  EXPECT_EQ(json::parse(out_)["id"], "2026-1");
}

TEST_F(RegisterTest, ImportReadsAListOfDecisions) {
  const std::string file = File("decisions.yaml", R"(
decisions:
  - {name: decisions/a, subject: programmes/oak-1, agency: iaar, scope: programme, kind: grant,
     decided_on: "2016-05-01", years: 5, historical: true}
  - {name: decisions/b, subject: programmes/oak-2, agency: iaar, scope: primary, kind: refuse,
     decided_on: "2016-05-01", historical: true}
)");
  ASSERT_EQ(Tarazy({"decision", "import", file, "--request-id", "q2", "--validate-only"}), 0)
      << err_;
  ASSERT_EQ(server_.decisions.import.decisions_size(), 2);
  EXPECT_EQ(server_.decisions.import.decisions(1).kind(), accreditation::v1::DECISION_KIND_REFUSE);
  EXPECT_EQ(server_.decisions.import.request_id(), "q2");
  EXPECT_TRUE(server_.decisions.import.validate_only());
  EXPECT_EQ(json::parse(out_)["recorded"], 2);
  EXPECT_EQ(json::parse(out_)["last_sequence"], 42);
  EXPECT_EQ(Tarazy({"decision", "import", File("bad.yaml", "decisions: [{kind: maybe}]\n")}), 1);
  EXPECT_THAT(err_, HasSubstr("decisions[0].kind: line 1"));
  EXPECT_EQ(Tarazy({"decision", "import", File("more.yaml", "request_id: q\n")}), 2);
}

TEST_F(RegisterTest, AppealsAreFiledDecidedAndGot) {
  ASSERT_EQ(Tarazy({"appeal", "file", "2026-4", "--decision", "2026-1", "--on", "2026-07-01",
                    "--grounds", "Laboratory 3"}),
            0)
      << err_;
  EXPECT_EQ(server_.decisions.file.appeal().name(), "appeals/2026-4");
  EXPECT_EQ(server_.decisions.file.appeal().decision(), "decisions/2026-1");
  EXPECT_EQ(json::parse(out_)["filed_sequence"], 18);
  EXPECT_EQ(json::parse(out_)["outcome"], json());
  EXPECT_EQ(json::parse(out_)["decided_sequence"], json());
  ASSERT_EQ(Tarazy({"appeal", "decide", "2026-4", "--outcome", "dismissed", "--reason", "Closed",
                    "--members", "5", "--ballot", "a-1=for", "--on", "2026-08-01"}),
            0)
      << err_;
  EXPECT_EQ(server_.decisions.decide.outcome(), accreditation::v1::APPEAL_OUTCOME_DISMISSED);
  EXPECT_EQ(server_.decisions.decide.vote().members(), 5);
  EXPECT_EQ(json::parse(out_)["decided_sequence"], 19);
  EXPECT_EQ(json::parse(out_)["status"][0]["status"], "refused");
  ASSERT_EQ(Tarazy({"appeal", "get", "appeals/2026-4"}), 0) << err_;
  EXPECT_EQ(json::parse(out_)["id"], "2026-4");
  EXPECT_EQ(Tarazy({"appeal", "decide", "2026-4", "--outcome", "lost", "--reason", "x"}), 2);
}

TEST_F(RegisterTest, StatusSaysWhatHoldsAndWhy) {
  ASSERT_EQ(Tarazy({"register", "status", "programmes/oak-1", "--on", "2026-07-02", "--known-at",
                    "2026-07-03T00:00:00+05:00", "--agency", "iaar", "--scope", "programme"}),
            0)
      << err_;
  EXPECT_EQ(server_.accreditations.status.on(), "2026-07-02");
  EXPECT_EQ(server_.accreditations.status.known_at().seconds(), 1783018800);
  EXPECT_EQ(server_.accreditations.status.agency(), "iaar");
  const json line = json::parse(out_)[0];
  EXPECT_EQ(line["status"], "under_appeal");
  EXPECT_EQ(line["meanwhile"], "accredited");
  EXPECT_EQ(line["accredited"], true);
  EXPECT_EQ(line["because"], "an appeal is open");
  EXPECT_EQ(line["decisions"][0]["decision"], "decisions/1");
  EXPECT_EQ(Tarazy({"register", "status", "oak-1"}), 2);
  EXPECT_EQ(Tarazy({"register", "status", "programmes/oak-1", "--known-at", "yesterday"}), 2);
}

TEST_F(RegisterTest, SearchFiltersAndPages) {
  ASSERT_EQ(Tarazy({"register", "search", "--institution", "oak", "--programme", "oak-1",
                    "--status", "conditional", "--code", "6B04"}),
            0)
      << err_;
  const auto& search = server_.accreditations.search;
  EXPECT_EQ(search.institution(), "institutions/oak");
  EXPECT_EQ(search.subject(), "programmes/oak-1");
  EXPECT_EQ(search.status(), accreditation::v1::REGISTER_STATUS_CONDITIONAL);
  EXPECT_EQ(search.code_prefix(), "6B04");
  EXPECT_FALSE(search.has_known_at());
  const json rows = json::parse(out_);
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(rows[1]["subject"], "programmes/b");
  EXPECT_EQ(rows[1]["status"], "conditional");
}

TEST_F(RegisterTest, ShareIsAFigureWithItsEvidence) {
  ASSERT_EQ(Tarazy({"register", "share", "oak", "--on", "2026-01-01"}), 0) << err_;
  EXPECT_EQ(server_.accreditations.share.institution(), "institutions/oak");
  EXPECT_EQ(json::parse(out_)["share"], 100.0 / 3);
  EXPECT_EQ(json::parse(out_)["register_sequence"], 19);
}

TEST_F(RegisterTest, WatchPrintsOneLineForEachChange) {
  ASSERT_EQ(
      Tarazy({"register", "watch", "--until-now", "--cursor", "c0", "--subject", "programmes/a"}),
      0)
      << err_;
  EXPECT_EQ(server_.accreditations.watch.cursor(), "c0");
  EXPECT_EQ(server_.accreditations.watch.subject(), "programmes/a");
  std::istringstream lines(out_);
  std::string first, second;
  std::getline(lines, first);
  std::getline(lines, second);
  EXPECT_EQ(json::parse(first)["sequence"], 1);
  EXPECT_EQ(json::parse(first)["cursor"], "c1");
  EXPECT_EQ(json::parse(first)["decision"]["name"], "decisions/1");
  EXPECT_EQ(json::parse(first)["status_after"], "refused");
  EXPECT_EQ(json::parse(first)["record_time"], "2027-01-15T08:00:00Z");
  EXPECT_EQ(json::parse(second)["appeal_filed"]["name"], "appeals/1");
  ASSERT_EQ(Tarazy({"register", "watch", "--until-now", "--output", "csv"}), 0) << err_;
  EXPECT_EQ(out_,
            "sequence,record_time,subject,change,object,status_before,status_after,cursor\r\n"
            "1,2027-01-15T08:00:00Z,programmes/a,decision,decisions/1,none,refused,c1\r\n"
            "2,2027-01-15T08:00:00Z,programmes/a,appeal_filed,appeals/1,,,c2\r\n");
  ASSERT_EQ(Tarazy({"register", "watch", "--until-now", "--output", "table"}), 0) << err_;
  EXPECT_THAT(out_, HasSubstr("none -> refused  c1"));
  EXPECT_EQ(Tarazy({"register", "watch", "--cursor", "other"}), 1);
  EXPECT_THAT(err_, HasSubstr("INVALID_CURSOR"));
}

// Sends Ctrl-C once the second line was flushed, or lets writing fail from then on.
class Reader final : public std::stringbuf {
 public:
  explicit Reader(bool fails) : fails_(fails) {}

 protected:
  int sync() override {
    if (++flushes_ < 2) return 0;
    if (fails_) return -1;
    if (flushes_ == 2) raise(SIGINT);
    return 0;
  }

 private:
  const bool fails_;
  int flushes_ = 0;
};

TEST_F(RegisterTest, WatchFlushesEveryLineAndEndsOnCtrlC) {
  Reader reader(/*fails=*/false);
  std::ostream out(&reader);
  std::ostringstream err;
  Terminal terminal{.out = out, .err = err};
  const std::string address = server_.Address();
  const char* argv[] = {"tarazy", "register", "watch", "--server", address.c_str()};
  EXPECT_EQ(cli::Run(5, argv, terminal), 0) << err.str();
  EXPECT_THAT(reader.str(), HasSubstr("\"cursor\": \"c2\""));
  EXPECT_EQ(err.str(), "");
}

TEST_F(RegisterTest, WatchEndsWhenNobodyReads) {
  Reader reader(/*fails=*/true);
  std::ostream out(&reader);
  std::ostringstream err;
  Terminal terminal{.out = out, .err = err};
  const std::string address = server_.Address();
  const char* argv[] = {"tarazy", "register", "watch", "--server", address.c_str()};
  EXPECT_EQ(cli::Run(5, argv, terminal), 1);
  EXPECT_EQ(err.str(), "error: the output could not be written\n");
}

}  // namespace
}  // namespace tarazy::cli
