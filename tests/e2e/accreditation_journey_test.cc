// A procedure from the framework to its last follow-up through the command line, each person with a
// token of its own; every state first says what it lacks.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "tarazy/accreditation/v1/register_service.grpc.pb.h"
#include "tests/e2e/accreditation_files.h"
#include "tests/e2e/deployment.h"

namespace tarazy::e2e {
namespace {

using nlohmann::json;
using ::testing::AllOf;
using ::testing::HasSubstr;

constexpr char kCase[] = "rowan-2026";
constexpr char kBachelor[] = "programmes/rowan-6b04101";
constexpr char kMaster[] = "programmes/rowan-7m04101";

class AccreditationJourneyTest : public ::testing::Test {
 protected:
  json Must(std::vector<std::string> arguments, const std::string& who = "") {
    return deployment_.Must(std::move(arguments), who);
  }
  std::string Refused(std::vector<std::string> arguments, const std::string& who = "") {
    const CliResult result = deployment_.Run(std::move(arguments), who);
    EXPECT_EQ(result.exit, 1) << result.out;
    return result.err;
  }
  void Update(const std::string& fields) {
    Must({"case", "update", kCase, deployment_.Write("part.yaml", Dated(fields))});
  }
  // Refused with `reason` and `missing`, which the check shows too; nothing has changed by it.
  void ExpectMissing(const std::string& state, const std::string& missing) {
    EXPECT_THAT(Refused({"case", "advance", kCase, state}),
                AllOf(HasSubstr("CASE_INCOMPLETE"), HasSubstr("\n  " + missing + ": ")));
    bool shown = false;
    for (const json& row : Must({"case", "check", kCase})) {
      shown |= row.at("next") == state && row.at("ready") == false && row.at("field") == missing;
    }
    EXPECT_TRUE(shown) << state << " lacks " << missing;
  }
  void Advance(const std::string& state) {
    EXPECT_EQ(Must({"case", "advance", kCase, state}).at("state"), state);
  }
  std::string State() { return Must({"case", "get", kCase}).at("state"); }

  void Open();
  void AssessItself();
  void FormCommission();
  void Visit();
  void Mark();
  void Report();
  void Decide();
  void Appeal();
  void Publish();
  void FollowUp();

  Deployment& deployment_ = Deployment::Get();
  std::string institution_, publik_;
  std::string chair_, expert_, student_;  // token files
  std::string chair_token_, expert_token_, student_token_;
};

TEST_F(AccreditationJourneyTest, FromFrameworkToClosedCase) {
  ASSERT_NO_FATAL_FAILURE(Open());
  ASSERT_NO_FATAL_FAILURE(AssessItself());
  ASSERT_NO_FATAL_FAILURE(FormCommission());
  ASSERT_NO_FATAL_FAILURE(Visit());
  ASSERT_NO_FATAL_FAILURE(Mark());
  ASSERT_NO_FATAL_FAILURE(Report());
  ASSERT_NO_FATAL_FAILURE(Decide());
  ASSERT_NO_FATAL_FAILURE(Appeal());
  ASSERT_NO_FATAL_FAILURE(Publish());
  ASSERT_NO_FATAL_FAILURE(FollowUp());
}

void AccreditationJourneyTest::Open() {
  const std::string framework = deployment_.Write("birch.yaml", kBirchFramework);
  EXPECT_EQ(Must({"framework", "lint", framework}), json::array());
  const json stored = Must({"framework", "put", framework});
  EXPECT_EQ(stored.at("framework"), "frameworks/birch/versions/1");
  EXPECT_EQ(stored.at("criteria"), 4);
  EXPECT_EQ(Must({"framework", "put", framework}).at("framework"), "frameworks/birch/versions/1");
  const CliResult source = deployment_.Run({"framework", "get", "birch", "--source"});
  EXPECT_EQ(source.out, kBirchFramework);

  const std::string file = deployment_.Write("rowan.yaml", kRowanCase);
  EXPECT_THAT(Refused({"case", "import", file}),
              AllOf(HasSubstr("CASE_INVALID"), HasSubstr("institutions/rowan is not registered")));
  Must({"institution", "put", "rowan", "--title", "Rowan University"});
  for (const std::string code : {"6B04101", "7M04101"}) {
    Must({"programme", "put", code == "6B04101" ? "rowan-6b04101" : "rowan-7m04101",
          "--institution", "rowan", "--title", "Forestry", "--code", code});
  }
  institution_ = deployment_.TokenFile("institution", "rowan");
  publik_ = deployment_.TokenFile("public");
  const json imported = Must({"case", "import", file});
  EXPECT_EQ(imported.at("state"), "applied");
  EXPECT_EQ(imported.at("programmes"), 2);
  EXPECT_THAT(Refused({"case", "import", file}), HasSubstr("ALREADY_EXISTS"));
}

void AccreditationJourneyTest::AssessItself() {
  ExpectMissing("contracted", "contract");
  Update("contract: {number: \"7\", on: \"{D-40}\"}\n");
  Advance("contracted");
  Advance("self_assessing");
  const std::string assessment = deployment_.Write("self.txt", "We are good.");
  Must({"case", "submit", kCase, assessment}, institution_);
  EXPECT_EQ(State(), "submitted");
  EXPECT_EQ(Must({"case", "get", kCase}).at("documents")[0].at("size_bytes"), 12);
  Must({"case", "advance", kCase, "returned", "--note", "Say why"});
  const std::string better = deployment_.Write("better.txt", "We are good, because.");
  Must({"case", "submit", kCase, better, "--document", "self-assessment-2"}, institution_);
  const json versions = Must({"case", "get", kCase}).at("self_assessments");
  ASSERT_EQ(versions.size(), 2u);
  EXPECT_EQ(versions[0].at("remarks"), "Say why");
  Advance("admitted");
}

void AccreditationJourneyTest::FormCommission() {
  ExpectMissing("commission_formed", "commission");
  chair_ = deployment_.TokenFile("commission", "", &chair_token_);
  expert_ = deployment_.TokenFile("commission", "", &expert_token_);
  student_ = deployment_.TokenFile("commission", "", &student_token_);
  constexpr char kMember[] =
      "  - {id: %s, role: %s, person: p-%s, token: %s, trained_until: \"{D+90}\", "
      "clusters: [\"1\"]}\n";
  Update(
      absl::StrCat("order: {number: 39-A, on: \"{D-20}\"}\ncommission:\n",
                   absl::StrFormat(kMember, "chair", "chair", "chair", chair_token_),
                   absl::StrFormat(kMember, "expert-2", "expert", "expert-2", expert_token_),
                   absl::StrFormat(kMember, "student-3", "student", "student-3", student_token_)));
  ExpectMissing("commission_formed", "commission[0]");
  Must({"case", "declare", kCase, "--member", "chair", "--kind", "none"}, chair_);
  EXPECT_THAT(
      Refused({"case", "declare", kCase, "--member", "student-3", "--kind", "none"}, expert_),
      HasSubstr("PERMISSION_DENIED"));
  Must({"case", "declare", kCase, "--member", "expert-2", "--kind", "none"}, expert_);
  const json tie = Must({"case", "declare", kCase, "--member", "student-3", "--kind", "study",
                         "--text", "A summer school in 2024"},
                        student_);
  ExpectMissing("commission_formed", "interests[2].resolution");
  Must({"case", "declare", kCase, "--member", "student-3", "--kind", "study", "--text",
        "A summer school in 2024", "--interest", tie.at("id"), "--resolution", "Too long ago"});
  Advance("commission_formed");
}

void AccreditationJourneyTest::Visit() {
  ExpectMissing("visit_planned", "visit");
  constexpr char kVisit[] = R"(
visit:
  from: "{D-6}"
  to: "{D-5}"
  zone: Asia/Almaty
  agreed_on: "{D-10}"
  approved_on: "{D-9}"
  sessions:
    - {id: opening, on: "{D-6}", begin: "09:00", end: "09:30", title: Opening, audiences: [leadership]}
)";
  Update(kVisit);
  ExpectMissing("visit_planned", "visit.sessions");
  Update(absl::StrCat(kVisit,
                      "    - {id: students, on: \"{D-5}\", begin: \"10:00\", end: \"11:00\", "
                      "title: Students, audiences: [students], participants: 12}\n"));
  Advance("visit_planned");
  Advance("visited");
  Advance("drafting");
}

// Both experts mark everything, and differ in one criterion of the master's programme.
void AccreditationJourneyTest::Mark() {
  constexpr char kMarks[] =
      "criterion,programme,mark,rationale\n"
      "1.1,,strong,\"Aims, and why\"\n"
      "1.2,,satisfactory,\n"
      "2.1,6B04101,satisfactory,\n"
      "2.1,7M04101,%s,\n"
      "2.2,6B04101,improvement,\n"
      "2.2,7M04101,improvement,\n";
  const std::string strict =
      deployment_.Write("strict.csv", absl::StrFormat(kMarks, "unsatisfactory"));
  const std::string mild = deployment_.Write("mild.csv", absl::StrFormat(kMarks, "improvement"));
  EXPECT_EQ(Must({"case", "mark", kCase, strict, "--expert", "chair"}, chair_).at("marked"), 6);
  EXPECT_THAT(Refused({"case", "mark", kCase, mild, "--expert", "chair"}, expert_),
              HasSubstr("PERMISSION_DENIED"));
  EXPECT_THAT(Refused({"case", "mark", kCase, mild}, expert_), HasSubstr("PERMISSION_DENIED"));
  Must({"case", "mark", kCase, mild, "--expert", "expert-2"}, expert_);
  EXPECT_THAT(Refused({"case", "mark", kCase, "--criterion", "9.9", "--mark", "strong"}, chair_),
              AllOf(HasSubstr("CASE_INVALID"), HasSubstr("evaluations[")));
  const json agreement = Must({"case", "totals", kCase, "--agreement"});
  EXPECT_EQ(agreement.at("experts"), 2);
  EXPECT_EQ(agreement.at("things").get<int>(), agreement.at("unanimous").get<int>() + 1);
  EXPECT_LT(agreement.at("alpha").get<double>(), 1);

  Advance("fact_check");
  ExpectMissing("finalised", "evaluations");
  Must({"case", "mark", kCase, strict}, chair_);
  json totals;
  for (const json& row : Must({"case", "totals", kCase})) {
    if (row.at("standard") == "total") totals[row.at("programme").get<std::string>()] = row;
  }
  EXPECT_EQ(totals.at("6B04101").at("improvement"), 1);
  EXPECT_EQ(totals.at("6B04101").at("marked"), 4);
  EXPECT_EQ(totals.at("7M04101").at("unsatisfactory"), 1);
  EXPECT_EQ(totals.at("7M04101").at("unmarked"), json::array());
  const json suggested = Must({"case", "suggest-term", kCase});
  EXPECT_EQ(suggested[0].at("outcome"), "grant");
  EXPECT_EQ(suggested[0].at("years"), 5);
  EXPECT_EQ(suggested[1].at("outcome"), "refuse");
}

// The report says that the commission has five members; it has three.
void AccreditationJourneyTest::Report() {
  ExpectMissing("finalised", "findings");
  Update(R"(
findings:
  - {id: s-1, kind: strength, standard: "1", text: {en: Aims with reasons}}
  - id: r-1
    kind: recommendation
    standard: "2"
    criteria: ["2.2"]
    text: {en: Ask every student once a year}
    deadline: {fixed: "{D+30}"}
  - id: r-2
    kind: recommendation
    standard: "2"
    programmes: ["6B04101"]
    text: {en: Tell students before they go abroad}
    deadline: {relative: {event: studies-abroad, months: -1}}
proposals:
  - {programmes: ["6B04101"], outcome: grant, years: 5}
  - {programmes: ["7M04101"], outcome: refuse}
report:
  claims:
    - {id: size, place: {line: 3}, printed: "5", kind: sum, parts: [{record: {kind: members}}]}
)");
  Advance("finalised");
  const CliResult lint = deployment_.Run({"case", "lint", kCase});
  EXPECT_EQ(lint.exit, 1);
  EXPECT_THAT(lint.err, HasSubstr("1 contradiction"));
  json contradiction;
  for (const json& finding : lint.json()) {
    if (finding.at("class") == "contradiction") contradiction = finding;
  }
  ASSERT_TRUE(contradiction.is_object()) << lint.out;
  EXPECT_EQ(contradiction.at("value"), "5");
  EXPECT_EQ(contradiction.at("other_value"), "3");
  EXPECT_EQ(contradiction.at("line"), 3);
  EXPECT_THAT(Refused({"case", "advance", kCase, "before_council"}),
              AllOf(HasSubstr("CONTRADICTIONS"), HasSubstr(contradiction.at("finding"))));
  Must({"case", "override", kCase, contradiction.at("finding"), "--reason", "Two left early"});
  const json after = Must({"case", "lint", kCase});
  EXPECT_THAT(after.dump(), HasSubstr("Two left early"));
  Advance("before_council");
}

void AccreditationJourneyTest::Decide() {
  const std::string council = deployment_.TokenFile("council");
  std::vector<std::string> grant = {
      "decision",  "record",    "rw-1",  "--subject", kBachelor, "--agency", "birch",  "--scope",
      "programme", "--kind",    "grant", "--years",   "5",       "--on",     Day(0),   "--case",
      kCase,       "--members", "5",     "--ballot",  "c-1=for", "--ballot", "c-2=for"};
  const auto with = [](std::vector<std::string> arguments, const std::string& ballot) {
    arguments.insert(arguments.end(), {"--ballot", ballot});
    return arguments;
  };
  EXPECT_THAT(Refused(grant, council), HasSubstr("NO_QUORUM"));
  EXPECT_THAT(Refused(with(grant, "p-chair=for"), council), HasSubstr("CONFLICT_OF_INTEREST"));
  EXPECT_THAT(Refused(with(grant, "c-3=for"), institution_), HasSubstr("PERMISSION_DENIED"));
  grant = with(grant, "c-3=against");
  const json granted = Must(grant, council);
  EXPECT_EQ(granted.at("status")[0].at("status"), "accredited");
  EXPECT_EQ(granted.at("obligations")[0].at("kind"), "interim-report");
  EXPECT_THAT(Refused(grant, council), HasSubstr("ALREADY_EXISTS"));
  EXPECT_EQ(State(), "before_council");
  const json refused = Must({"decision",
                             "record",
                             "rw-2",
                             "--subject",
                             kMaster,
                             "--agency",
                             "birch",
                             "--scope",
                             "programme",
                             "--kind",
                             "refuse",
                             "--on",
                             Day(0),
                             "--case",
                             kCase,
                             "--reason",
                             "Teachers lack degrees",
                             "--members",
                             "5",
                             "--ballot",
                             "c-1=for",
                             "--ballot",
                             "c-2=for",
                             "--ballot",
                             "c-3=for"},
                            council);
  EXPECT_EQ(refused.at("status")[0].at("status"), "refused");
  EXPECT_EQ(refused.at("sequence").get<int>(), granted.at("sequence").get<int>() + 1);
  EXPECT_EQ(State(), "decided");
  EXPECT_EQ(Must({"decision", "list", "--case", kCase}).size(), 2u);
  EXPECT_EQ(Must({"decision", "get", "rw-1"}, publik_).at("ballots"), json::array());
}

// The register before, during and after an appeal, and the feed as it happens.
void AccreditationJourneyTest::Appeal() {
  const json found = Must({"register", "search", "--institution", "rowan"}, publik_);
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0].at("subject"), kBachelor);
  EXPECT_EQ(found[0].at("status"), "accredited");
  EXPECT_EQ(found[0].at("title"), "Forestry");
  EXPECT_EQ(Must({"register", "share", "rowan"}, publik_).at("share"), 50);
  EXPECT_EQ(Must({"register", "status", kBachelor, "--known-at", "2020-01-01"}).size(), 0u);
  EXPECT_EQ(Must({"register", "status", kBachelor, "--on", Day(-1)})[0].at("accredited"), false);

  const auto stub = accreditation::v1::RegisterService::NewStub(deployment_.accreditation());
  grpc::ClientContext context;
  context.AddMetadata("authorization", "Bearer " + deployment_.AdminToken());
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::minutes(1));
  accreditation::v1::WatchRegisterRequest request;
  request.set_subject(kMaster);
  const auto feed = stub->WatchRegister(&context, request);
  accreditation::v1::WatchRegisterResponse change;
  ASSERT_TRUE(feed->Read(&change));
  EXPECT_EQ(change.change().decision().name(), "decisions/rw-2");
  const std::string cursor = change.change().cursor();

  Must({"appeal", "file", "rw-4", "--decision", "rw-2", "--on", Day(0), "--grounds", "They do"},
       institution_);
  ASSERT_TRUE(feed->Read(&change));
  EXPECT_EQ(change.change().appeal_filed().name(), "appeals/rw-4");
  EXPECT_EQ(State(), "appealed");
  EXPECT_EQ(Must({"register", "status", kMaster})[0].at("status"), "under_appeal");
  const std::string panel = deployment_.TokenFile("council");
  const std::vector<std::string> dismiss = {
      "appeal",    "decide", "rw-4",     "--outcome", "dismissed", "--reason", "They do not",
      "--members", "3",      "--ballot", "a-1=for",   "--ballot",  "a-2=for"};
  std::vector<std::string> same_people = dismiss;
  same_people.back() = "c-1=for";
  EXPECT_THAT(Refused(same_people, panel), HasSubstr("CONFLICT_OF_INTEREST"));
  EXPECT_EQ(Must(dismiss, panel).at("status")[0].at("status"), "refused");
  ASSERT_TRUE(feed->Read(&change));
  EXPECT_EQ(change.change().appeal_decided().name(), "appeals/rw-4");
  context.TryCancel();
  EXPECT_EQ(feed->Finish().error_code(), grpc::StatusCode::CANCELLED);
  EXPECT_EQ(State(), "decided");

  const CliResult rest = deployment_.Run(
      {"register", "watch", "--subject", kMaster, "--cursor", cursor, "--until-now"}, publik_);
  EXPECT_EQ(rest.exit, 0) << rest.err;
  EXPECT_EQ(std::count(rest.out.begin(), rest.out.end(), '\n'), 2) << rest.out;
  EXPECT_THAT(rest.out, HasSubstr("appeals/rw-4"));
}

void AccreditationJourneyTest::Publish() {
  EXPECT_NE(deployment_.Run({"case", "report", kCase}, publik_).exit, 0);
  Advance("published");
  const CliResult report = deployment_.Run({"case", "report", kCase}, publik_);
  EXPECT_EQ(report.exit, 0) << report.err;
  EXPECT_THAT(report.out, AllOf(HasSubstr("<html"), HasSubstr("Rowan University")));
  Advance("monitored");
}

void AccreditationJourneyTest::FollowUp() {
  const json waiting = Must({"case", "recommendations", kCase, "--state", "waiting"});
  ASSERT_EQ(waiting.size(), 1u);
  EXPECT_EQ(waiting[0].at("finding"), "r-2");
  const json recorded =
      Must({"case", "event", kCase, "studies-abroad", "--on", Day(0), "--programme", "6B04101"},
           institution_);
  ASSERT_EQ(recorded.at("occurrences").size(), 1u);
  EXPECT_EQ(recorded.at("occurrences")[0].at("state"), "overdue");
  const std::string due = recorded.at("occurrences")[0].at("due");
  const json open = Must({"case", "recommendations", kCase, "--programme", "7M04101"});
  ASSERT_EQ(open.size(), 1u);
  EXPECT_EQ(open[0].at("state"), "open");
  EXPECT_EQ(open[0].at("days_left"), 30);
  EXPECT_EQ(
      Must({"case", "recommendations", kCase, "--programme", "7M04101", "--on", Day(31)})[0].at(
          "state"),
      "overdue");
  ExpectMissing("closed", "follow_up");
  const auto step = [&](const std::string& finding, const std::string& programme,
                        const std::string& act) {
    return std::vector<std::string>{"case",    "follow-up", kCase, finding,  "--programme",
                                    programme, "--act",     act,   "--text", "As agreed"};
  };
  EXPECT_THAT(Refused(step("r-1", "7M04101", "verify")), HasSubstr("CASE_STATE"));
  for (const auto& [finding, programme] : std::vector<std::pair<std::string, std::string>>{
           {"r-1", "6B04101"}, {"r-1", "7M04101"}, {"r-2", "6B04101"}}) {
    EXPECT_NE(Must(step(finding, programme, "plan"), institution_).at("state"), "verified");
    Must(step(finding, programme, "evidence"), institution_);
    EXPECT_THAT(Refused(step(finding, programme, "verify"), institution_),
                HasSubstr("PERMISSION_DENIED"));
    EXPECT_EQ(Must(step(finding, programme, "verify")).at("state"), "verified");
  }
  EXPECT_EQ(Must({"case", "recommendations", kCase, "--state", "verified"}).size(), 3u);
  Advance("closed");
  EXPECT_THAT(deployment_.Run({"case", "get", kCase, "--output", "table"}).out,
              AllOf(HasSubstr("closed"), HasSubstr("before_council")));
}

}  // namespace
}  // namespace tarazy::e2e
