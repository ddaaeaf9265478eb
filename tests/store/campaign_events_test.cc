// What campaigns tell the other services: opened and closed over real databases.
#include "services/surveys/app/lifecycle/campaign_events.h"

#include <map>

#include "services/surveys/app/lifecycle/close_campaign.h"
#include "services/surveys/app/lifecycle/open_campaign.h"
#include "services/surveys/app/lifecycle/remind.h"
#include "services/surveys/domain/figures/test_campaign.h"
#include "services/surveys/store/ballots/box_store.h"
#include "services/surveys/store/control/questionnaire_store.h"
#include "services/surveys/store/roll/roll_store.h"
#include "tarazy/surveys/v1/event.pb.h"
#include "tests/store/told.h"

namespace tarazy::testing {
namespace {

namespace v1 = surveys::v1;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class CampaignEventsTest : public DatabaseTest {
 protected:
  CampaignEventsTest()
      : control_(OpenOrDie(url(), name() + "c", surveys::control::SchemaMigrations())),
        roll_(OpenOrDie(url(), name() + "r", surveys::roll::SchemaMigrations())),
        ballots_(OpenOrDie(url(), name() + "b", surveys::ballots::SchemaMigrations())),
        data_{*control_, *roll_, *ballots_},
        campaigns_(*control_) {}

  void SetUp() override {
    ASSERT_OK(control_->Write(Soon(), [&](sql::Tx& tx) {
      surveys::QuestionnaireVersion version{.source = "s", .created = now_};
      version.questionnaire = surveys::TestQuestionnaire();
      return surveys::AddQuestionnaireVersion(tx, version);
    }));
  }

  // Two groups of ektu and one of kbtu; forty percent have to take part.
  static v1::Campaign Asked() {
    v1::Campaign campaign;
    campaign.set_id("spring");
    campaign.mutable_title()->set_en("Spring");
    campaign.mutable_title()->set_ru("Весна");
    campaign.mutable_title()->set_kk("Көктем");
    campaign.set_questionnaire("questionnaires/everything/versions/1");
    campaign.set_kind(v1::CAMPAIGN_KIND_TICKETS);
    campaign.set_ballots(v1::BALLOT_MODE_RECORDS);
    campaign.set_participation_gate(40);
    campaign.set_case_name("cases/ektu-2026");
    campaign.mutable_window()->set_closes("2099-12-20T18:00");
    campaign.mutable_window()->set_zone("Asia/Almaty");
    const auto add = [&](const char* id, const char* institution, const char* parent) {
      v1::Stratum& stratum = *campaign.add_strata();
      stratum.set_id(id);
      stratum.mutable_title()->set_en(id);
      stratum.set_institution(institution);
      stratum.set_parent(parent);
      if (id[0] != 'e' || id[1] != '\0') stratum.set_frame(10);
    };
    add("e", "institutions/ektu", "");
    add("e-1", "", "e");
    add("e-2", "", "e");
    add("k", "institutions/kbtu", "");
    return campaign;
  }

  absl::Status Open(const v1::Campaign& campaign, const absl::Status& stored = absl::OkStatus()) {
    surveys::OpenedCampaign opened;
    RETURN_IF_ERROR(control_->Read(Soon(), [&](sql::Tx& tx) -> absl::Status {
      ASSIGN_OR_RETURN(opened, surveys::PrepareCampaign(tx, campaign, now_));
      return absl::OkStatus();
    }));
    return surveys::OpenCampaign(Soon(), data_, secret_, opened, "tester", now_,
                                 [&](sql::Tx&) { return stored; });
  }
  absl::Status Close() {
    return surveys::CloseCampaign(
               Soon(), data_, campaigns_, sealer_, "spring", "tester", now_,
               [](sql::Tx&, const surveys::StoredCampaign&) { return absl::OkStatus(); })
        .status();
  }

  const absl::Time now_ = absl::FromUnixSeconds(1'900'000'000);
  const std::unique_ptr<sql::Database> control_, roll_, ballots_;
  const surveys::SurveyData data_;
  surveys::RunningCampaigns campaigns_;
  const Secret secret_ = Secret::Generate();
  const surveys::BallotSealer sealer_{secret_};
};
TEST_ON_BOTH_ENGINES(CampaignEventsTest);

TEST_P(CampaignEventsTest, AnOpenedCampaignIsToldWithTheEndOfItsWindow) {
  ASSERT_OK(Open(Asked()));
  const auto events = Told(*control_);
  ASSERT_THAT(TypesTold(*control_), ElementsAre("CampaignOpened"));
  EXPECT_EQ(events[0].aggregate(), "campaigns/spring");
  EXPECT_EQ(events[0].institution(), "");  // two of them
  EXPECT_THAT(DeadlinesOf(events[0]),
              ElementsAre("campaigns/spring survey-closing 2099-12-20 18:00"));
  EXPECT_EQ(events[0].deadlines(0).zone(), "Asia/Almaty");
  const auto payload = PayloadOf<v1::CampaignOpened>(events[0]);
  EXPECT_EQ(payload.title().kk(), "Көктем");
  EXPECT_EQ(payload.case_name(), "cases/ektu-2026");
  EXPECT_EQ(payload.window().closes(), "2099-12-20T18:00");
}

TEST_P(CampaignEventsTest, ACampaignThatIsRefusedOrNotStoredTellsNothing) {
  v1::Campaign wrong = Asked();
  wrong.set_participation_gate(400);
  EXPECT_FALSE(Open(wrong).ok());
  EXPECT_FALSE(Open(Asked(), absl::AbortedError("not stored")).ok());
  EXPECT_THAT(TypesTold(*control_), IsEmpty());
  ASSERT_OK(Open(Asked()));
  EXPECT_FALSE(Open(Asked()).ok());
  EXPECT_THAT(TypesTold(*control_), ElementsAre("CampaignOpened"));
}

TEST_P(CampaignEventsTest, AnInstitutionsOwnCampaignIsItsAffairAndMidnightIsTheDayBefore) {
  v1::Campaign campaign = Asked();
  campaign.mutable_strata()->RemoveLast();
  campaign.mutable_window()->set_closes("2099-12-21T00:00");
  ASSERT_OK(Open(campaign));
  const auto events = Told(*control_);
  ASSERT_EQ(events.size(), 1u);
  EXPECT_EQ(events[0].institution(), "institutions/ektu");
  EXPECT_THAT(DeadlinesOf(events[0]), ElementsAre("campaigns/spring survey-closing 2099-12-20"));
}

TEST_P(CampaignEventsTest, OneThatIsClosedByHandHasNoDeadline) {
  v1::Campaign campaign = Asked();
  campaign.mutable_window()->clear_closes();
  ASSERT_OK(Open(campaign));
  ASSERT_OK(Close());
  for (const auto& event : Told(*control_)) EXPECT_THAT(DeadlinesOf(event), IsEmpty());
}

TEST_P(CampaignEventsTest, AClosedOneEndsItsDeadlineAndTellsEachGroupsInstitution) {
  ASSERT_OK(Open(Asked()));
  ASSERT_OK(Close());
  const auto events = Told(*control_);
  ASSERT_GE(events.size(), 3u);
  EXPECT_EQ(TypeOf(events[1]), "CampaignClosed");
  EXPECT_THAT(DeadlinesOf(events[1]), ElementsAre("campaigns/spring survey-closing ended"));
  EXPECT_EQ(PayloadOf<v1::CampaignClosed>(events[1]).title().en(), "Spring");
  std::map<std::string, std::string> below;
  for (const auto& event : EventsOf<v1::ParticipationBelowGate>(*control_)) {
    const auto payload = PayloadOf<v1::ParticipationBelowGate>(event);
    EXPECT_EQ(payload.gate(), 40);
    if (payload.stratum_title().en().empty()) continue;  // everybody
    EXPECT_EQ(payload.stratum_title().en(), payload.participation().stratum());
    below[payload.participation().stratum()] = event.institution();
  }
  EXPECT_EQ(below["e-1"], "institutions/ektu");
  EXPECT_EQ(below["k"], "institutions/kbtu");
  ASSERT_OK(Close());
  EXPECT_EQ(Told(*control_).size(), events.size()) << "closed twice, told twice";
}

TEST_P(CampaignEventsTest, AReminderNamesGroupsAndNobody) {
  ASSERT_OK(control_->Write(Soon(), [&](sql::Tx& tx) {
    v1::Campaign campaign = Asked();
    campaign.set_name("campaigns/spring");
    return surveys::PublishReminder(tx, campaign, {"e-1"}, {.batch = "b1"}, now_);
  }));
  const auto events = Told(*control_);
  ASSERT_EQ(events.size(), 1u);
  const auto payload = PayloadOf<v1::RemindersRequested>(events[0]);
  EXPECT_THAT(payload.strata(), ElementsAre("e-1"));
  EXPECT_EQ(payload.batch(), "b1");
}

}  // namespace
}  // namespace tarazy::testing
