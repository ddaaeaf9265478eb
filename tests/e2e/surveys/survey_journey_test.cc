// A campaign from its opening to its files, by the command line alone.
#include <cstdio>
#include <filesystem>

#include "common/outbox/outbox.h"
#include "tarazy/surveys/v1/ballots_service.grpc.pb.h"
#include "tarazy/surveys/v1/campaigns_service.grpc.pb.h"
#include "tests/e2e/surveys/small_survey.h"

namespace tarazy::e2e {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

class SurveyJourneyTest : public SurveyJourney {
 protected:
  // The events of a campaign once there are `wanted` of them, by their types without the package.
  // The fence may hold them back for as long as any transaction of the server is under way.
  std::vector<std::string> AwaitEvents(const std::string& campaign, size_t wanted) {
    const absl::Time until = absl::Now() + absl::Seconds(20);
    std::vector<std::string> events = Events(campaign);
    while (events.size() < wanted && absl::Now() < until) {
      absl::SleepFor(absl::Milliseconds(50));
      events = Events(campaign);
    }
    return events;
  }
  std::vector<std::string> Events(const std::string& campaign) {
    const auto data = deployment_.OpenData("surveys");
    std::vector<std::string> types;
    const Context context{.deadline = absl::Now() + absl::Seconds(20)};
    const absl::Status status = data->Read(context, [&](sql::Tx& tx) -> absl::Status {
      types.clear();
      const auto events = outbox::Pending(tx, data->Engine(), outbox::Position(), 10000);
      if (!events.ok()) return events.status();
      for (const common::v1::Event& event : events->events) {
        if (event.aggregate() != "campaigns/" + campaign) continue;
        const std::string& url = event.payload().type_url();
        types.push_back(url.substr(url.rfind('.') + 1));
      }
      return absl::OkStatus();
    });
    EXPECT_TRUE(status.ok()) << status;
    return types;
  }
  // Commands that write a file print nothing.
  void Export(std::vector<std::string> arguments, const std::string& who = "") {
    const CliResult result = deployment_.Run(std::move(arguments), who);
    EXPECT_EQ(result.exit, 0) << result.err;
  }
  std::string PathFor(const std::string& name) { return deployment_.folder() + "/" + name; }
};

// 26 people are asked and 8 answer: 30.8 %, below the gate of 40 %. In the second group 20 of 30.
TEST_F(SurveyJourneyTest, OpenInviteAnswerRemindCloseResultsExport) {
  PutQuestionnaire();
  const auto opened = Must({"survey", "open", "visit", "--questionnaire", "small", "--stratum",
                            "6b04107=26", "--stratum", "6b07312=30", "--gate", "40"});
  EXPECT_EQ(opened["state"], "open");
  EXPECT_EQ(opened["questionnaire"], "questionnaires/small/versions/1");
  const Tickets few = Invite("visit", "6b04107", 26);
  const Tickets many = Invite("visit", "6b07312", 30);
  ASSERT_EQ(few.size(), 26u);
  EXPECT_EQ(Must({"survey", "ticket", few[0]})["taken"], false);

  const char* const kLanguages[] = {"kk", "ru", "en"};
  for (int i = 0; i < 8; ++i) {
    Must(Submission("visit", few[i], {"sex=female", "quality=full", "hostel=no"},
                    kLanguages[i % 3]));
  }
  for (int i = 0; i < 20; ++i) {
    Must(Submission("visit", many[i],
                    {i < 12 ? "sex=male" : "sex=female", i < 10 ? "quality=full" : "quality=partly",
                     "hostel=yes", "rooms=full"},
                    kLanguages[i % 3]));
  }
  EXPECT_EQ(Must({"survey", "ticket", few[0]})["taken"], true);
  const auto live = Must({"survey", "participation", "visit"});
  EXPECT_EQ(live[0]["stratum"], "all");
  EXPECT_EQ(live[0]["submitted"], 28);
  EXPECT_EQ(live[1]["percent"], 30.77);
  EXPECT_EQ(live[1]["gate_met"], false);
  EXPECT_EQ(live[2]["gate_met"], true);

  EXPECT_EQ(Must({"survey", "remind", "visit"})["people"], 28);
  EXPECT_THAT(Refused({"survey", "results", "visit"}), HasSubstr("RESULTS_NOT_YET"));
  EXPECT_EQ(Must({"survey", "close", "visit"})["state"], "closed");
  EXPECT_EQ(Must({"survey", "close", "visit"})["state"], "closed");
  EXPECT_EQ(AwaitEvents("visit", 4),
            (std::vector<std::string>{"CampaignOpened", "RemindersRequested", "CampaignClosed",
                                      "ParticipationBelowGate"}));
  EXPECT_THAT(Refused(Submission("visit", many[20], {"quality=full"})),
              HasSubstr("CAMPAIGN_STATE"));

  const auto results = Must({"survey", "results", "visit"});
  EXPECT_EQ(Row(results, "quality", "full")["count"], 18);
  EXPECT_EQ(Row(results, "quality", "full")["base"], 28);
  EXPECT_EQ(Row(results, "quality", "full")["percent"], 64.3);
  EXPECT_EQ(Row(results, "rooms", "full")["count"], 20);
  const auto by = Must({"survey", "results", "visit", "--by", "stratum"});
  EXPECT_EQ(Row(by, "quality", "partly", "6b07312")["count"], 10);

  Export(
      {"survey", "export", "visit", "--format", "csv", "--lang", "ru", "--out", PathFor("r.csv")});
  Export({"survey", "export", "visit", "--format", "spss", "--out", PathFor("r.sav")});
  Export({"survey", "export", "visit", "--format", "ddi", "--out", PathFor("r.xml")});
  EXPECT_GT(std::filesystem::file_size(PathFor("r.sav")), 1000u);
}

TEST_F(SurveyJourneyTest, TicketsThatAreForgedReusedOrOfAnotherCampaignAreRefused) {
  PutQuestionnaire();
  Must({"survey", "open", "tickets-a", "--questionnaire", "small", "--stratum", "s=30"});
  Must({"survey", "open", "tickets-b", "--questionnaire", "small", "--stratum", "s=30"});
  const Tickets tickets = Invite("tickets-a", "s", 3);
  EXPECT_THAT(Refused({"survey", "ticket", "AAAA-BBBB-CCCC-DDDD"}), HasSubstr("TICKET_UNKNOWN"));
  Must(Submission("tickets-a", tickets[0], {"quality=full"}));
  EXPECT_THAT(Refused(Submission("tickets-a", tickets[0], {"quality=full"})),
              HasSubstr("TICKET_TAKEN"));
  const CliResult other = deployment_.Run(Submission("tickets-b", tickets[1], {"quality=full"}));
  EXPECT_NE(other.exit, 0);
  EXPECT_THAT(other.err, HasSubstr("the ticket is of campaigns/tickets-a"));
  EXPECT_EQ(Must({"survey", "ticket", tickets[1]})["taken"], false);
}

TEST_F(SurveyJourneyTest, EveryFaultOfAnAnswerIsNamedByItsQuestion) {
  PutQuestionnaire();
  Must({"survey", "open", "faults", "--questionnaire", "small", "--stratum", "s=30"});
  const Tickets tickets = Invite("faults", "s", 1);
  EXPECT_THAT(Refused(Submission("faults", tickets[0], {"sex=other", "hostel=no", "rooms=full"})),
              AllOf(HasSubstr("ANSWERS_INVALID"), HasSubstr("sex"), HasSubstr("rooms"),
                    HasSubstr("quality")));
}

TEST_F(SurveyJourneyTest, TrialsAreKeptApart) {
  PutQuestionnaire();
  Must({"survey", "open", "trials", "--questionnaire", "small", "--stratum", "s=30"});
  for (const std::string& ticket : Invite("trials", "s", 6, "-trial")) {
    Must(Submission("trials", ticket, {"quality=not"}));
  }
  for (const std::string& ticket : Invite("trials", "s", 12)) {
    Must(Submission("trials", ticket, {"quality=full"}));
  }
  Must({"survey", "close", "trials"});
  const auto results = Must({"survey", "results", "trials"});
  EXPECT_EQ(Row(results, "quality", "full")["count"], 12);
  EXPECT_EQ(Row(results, "quality", "not")["count"], 0);
  EXPECT_EQ(Must({"survey", "participation", "trials"})[0]["submitted"], 12);
}

TEST_F(SurveyJourneyTest, AFeedbackBoxIsForAnybody) {
  PutQuestionnaire();
  Must({"survey", "open", "box", "--questionnaire", "small", "--box"});
  for (int i = 0; i < 11; ++i) Must(Submission("box", "", {"quality=partly", "remarks=Жақсы"}));
  Must({"survey", "close", "box"});
  EXPECT_EQ(Row(Must({"survey", "results", "box"}), "quality", "partly")["count"], 11);
  const auto comments = Must({"survey", "comments", "box"});
  ASSERT_EQ(comments.size(), 11u);
  Must({"survey", "review", comments[0]["name"], "--state", "released"});
  const std::string anybody = deployment_.TokenFile("public");
  EXPECT_EQ(Must({"survey", "comments", "box"}, anybody).size(), 1u);
}

TEST_F(SurveyJourneyTest, WavesAreComparedWhereTheyMeasureTheSame) {
  PutQuestionnaire();
  deployment_.Write("unused", "");
  const std::string file = deployment_.Write("wave.yaml", R"(
id: wave-1
kind: tickets
questionnaire: questionnaires/small/versions/0
series: small-series
wave: "1"
strata: [{id: s, frame: 100}]
)");
  Must({"survey", "open", "wave-1", "--file", file});
  Must({"survey", "next-wave", "wave-1", "wave-2", "--wave", "2"});
  for (const std::string& ticket : Invite("wave-1", "s", 20)) {
    Must(Submission("wave-1", ticket, {"quality=partly"}));
  }
  for (const std::string& ticket : Invite("wave-2", "s", 20)) {
    Must(Submission("wave-2", ticket, {"quality=full"}));
  }
  Must({"survey", "close", "wave-1"});
  Must({"survey", "close", "wave-2"});
  const auto changes = Must({"survey", "compare", "wave-1", "wave-2"});
  ASSERT_EQ(changes.size(), 1u);
  EXPECT_EQ(changes[0]["measure"], "teaching-quality");
  EXPECT_EQ(changes[0]["difference"], 1);  // partly is 2, completely 3
}

// What everybody may see is less than what staff may see, and nothing before the close.
TEST_F(SurveyJourneyTest, SmallCountsAreSuppressed) {
  PutQuestionnaire();
  Must({"survey", "open", "small-counts", "--questionnaire", "small", "--stratum", "s=100"});
  const Tickets tickets = Invite("small-counts", "s", 40);
  for (int i = 0; i < 40; ++i) {
    Must(Submission("small-counts", tickets[i],
                    {i < 2    ? "quality=not"
                     : i < 20 ? "quality=partly"
                              : "quality=full"}));
  }
  const std::string anybody = deployment_.TokenFile("public");
  EXPECT_THAT(Refused({"survey", "results", "small-counts"}, anybody),
              HasSubstr("RESULTS_NOT_YET"));
  Must({"survey", "close", "small-counts"});
  const auto results = Must({"survey", "results", "small-counts"}, anybody);
  const auto hidden = Row(results, "quality", "not");
  EXPECT_EQ(hidden["suppressed"], true);
  EXPECT_FALSE(hidden.contains("count") && !hidden["count"].is_null());
  int suppressed = 0;
  for (const auto& row : results)
    suppressed += row["question"] == "quality" && row["suppressed"] == true;
  EXPECT_GE(suppressed, 2) << "one suppressed count is the difference to the base";
  EXPECT_THAT(
      Refused({"survey", "results", "small-counts", "--filter", "sex = male AND hostel = no"}),
      HasSubstr("one condition only"));
}

// A respondent has no token; every other method wants one.
TEST_F(SurveyJourneyTest, WhoAnswersDoesNotSayWhoHeIs) {
  PutQuestionnaire();
  Must({"survey", "open", "nobody", "--questionnaire", "small", "--stratum", "s=30"});
  grpc::ClientContext form;
  surveys::v1::GetFormRequest ask;
  ask.set_campaign("campaigns/nobody");
  surveys::v1::GetFormResponse answer;
  EXPECT_TRUE(surveys::v1::BallotsService::NewStub(deployment_.surveys())
                  ->GetForm(&form, ask, &answer)
                  .ok());
  grpc::ClientContext campaign;
  surveys::v1::GetCampaignRequest get;
  get.set_name("campaigns/nobody");
  surveys::v1::GetCampaignResponse got;
  EXPECT_EQ(surveys::v1::CampaignsService::NewStub(deployment_.surveys())
                ->GetCampaign(&campaign, get, &got)
                .error_code(),
            grpc::StatusCode::UNAUTHENTICATED);
}

TEST_F(SurveyJourneyTest, RecordsNeedASecondPerson) {
  PutQuestionnaire();
  Must({"survey", "open", "raw", "--questionnaire", "small", "--stratum", "s=100"});
  for (const std::string& ticket : Invite("raw", "s", 12)) {
    Must(Submission("raw", ticket, {"quality=full"}));
  }
  Must({"survey", "close", "raw"});
  const std::string asker = deployment_.TokenFile("methodologist");
  const auto request =
      Must({"survey", "request-records", "raw", "--reason", "a second analysis"}, asker);
  const std::string name = request["name"];
  EXPECT_THAT(Refused({"survey", "export", "raw", "--format", "spss", "--records", name, "--out",
                       PathFor("raw.sav")},
                      asker),
              HasSubstr("APPROVAL_NEEDED"));
  Must({"survey", "approve-records", name}, deployment_.TokenFile("verifier"));
  Export({"survey", "export", "raw", "--format", "spss", "--records", name, "--out",
          PathFor("raw.sav")},
         asker);
  EXPECT_GT(std::filesystem::file_size(PathFor("raw.sav")), 500u);
}

}  // namespace
}  // namespace tarazy::e2e
