// The decision, its appeal, publication and follow-up.
#include <algorithm>
#include <chrono>
#include <utility>

#include "tarazy/accreditation/v1/register_service.grpc.pb.h"
#include "tests/e2e/accreditation_journey.h"

namespace tarazy::e2e {

using nlohmann::json;
using ::testing::AllOf;
using ::testing::HasSubstr;

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

}  // namespace tarazy::e2e
