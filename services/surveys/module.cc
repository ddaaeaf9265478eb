#include "services/surveys/module.h"

#include <utility>

#include "common/base/status_macros.h"
#include "common/obs/log.h"
#include "common/server/event_courier.h"
#include "common/server/key_file.h"
#include "services/surveys/app/ballots/ballot_box.h"
#include "services/surveys/app/ballots/ballot_sealer.h"
#include "services/surveys/app/campaigns/running_campaigns.h"
#include "services/surveys/app/lifecycle/campaign_clock.h"
#include "services/surveys/app/lifecycle/survey_data.h"
#include "services/surveys/rpc/ballots_service.h"
#include "services/surveys/rpc/campaigns_service.h"
#include "services/surveys/rpc/questionnaires_service.h"
#include "services/surveys/rpc/results_service.h"
#include "services/surveys/rpc/roll_service.h"
#include "services/surveys/store/ballots/box_store.h"
#include "services/surveys/store/control/questionnaire_store.h"
#include "services/surveys/store/roll/roll_store.h"

namespace tarazy::surveys {
namespace {

// No ids: when a campaign failed to close is nobody's secret, whose ballots it holds is.
void LogFailure(absl::string_view event, absl::string_view campaign, const absl::Status& status) {
  obs::Log(obs::Level::kError, event,
           {{"campaign", campaign},
            {"code", absl::StatusCodeToString(status.code())},
            {"detail", status.message()}});
}

class SurveysModule final : public server::Module {
 public:
  struct Databases {
    std::unique_ptr<sql::Database> control;
    std::unique_ptr<sql::Database> roll;
    std::unique_ptr<sql::Database> ballots;
  };

  SurveysModule(server::Platform& platform, Databases databases, Secret secret)
      : databases_(std::move(databases)),
        data_{*databases_.control, *databases_.roll, *databases_.ballots},
        secret_(std::move(secret)),
        sealer_(secret_),
        campaigns_(data_.control),
        box_(campaigns_, data_.ballots, sealer_,
             {.writer = {.on_release_failure =
                             [](absl::string_view campaign, const absl::Status& status) {
                               LogFailure("survey.release_failed", campaign, status);
                             }}}),
        clock_(data_, campaigns_, sealer_, platform.runtime.clock,
               {.on_failure =
                    [](const std::string& campaign, const absl::Status& status) {
                      LogFailure("survey.close_failed", campaign, status);
                    }}),
        courier_(platform, data_.control, "surveys", "notifications"),
        questionnaires_service_(platform.runtime, data_.control),
        campaigns_service_(platform.runtime, data_, campaigns_, sealer_, secret_),
        roll_service_(platform.runtime, data_.roll, campaigns_, secret_,
                      platform.config.invitations().public_url()),
        ballots_service_(platform.runtime, box_),
        results_service_(platform.runtime, data_, campaigns_, platform.cache) {}

  std::string Name() const override { return "surveys"; }
  std::vector<std::string> Uses() const override { return {"notifications"}; }
  std::vector<std::string> Services() const override {
    return {"tarazy.surveys.v1.QuestionnairesService", "tarazy.surveys.v1.CampaignsService",
            "tarazy.surveys.v1.RollService", "tarazy.surveys.v1.BallotsService",
            "tarazy.surveys.v1.ResultsService"};
  }
  void Register(grpc::ServerBuilder& builder) override {
    builder.RegisterService(&questionnaires_service_)
        .RegisterService(&campaigns_service_)
        .RegisterService(&roll_service_)
        .RegisterService(&ballots_service_)
        .RegisterService(&results_service_);
  }
  absl::Status Start() override {
    clock_.Start();
    courier_.Start();
    return absl::OkStatus();
  }
  absl::Status Ready(const Context& context) override {
    RETURN_IF_ERROR(data_.control.Ready(context));
    RETURN_IF_ERROR(data_.roll.Ready(context));
    return data_.ballots.Ready(context);
  }
  void Drain(absl::Time /*deadline*/) override {
    courier_.Stop();
    clock_.Stop();
  }

 private:
  const Databases databases_;
  const SurveyData data_;
  const Secret secret_;
  const BallotSealer sealer_;
  RunningCampaigns campaigns_;
  BallotBox box_;
  CampaignClock clock_;
  server::EventCourier courier_;
  QuestionnairesService questionnaires_service_;
  CampaignsService campaigns_service_;
  RollService roll_service_;
  BallotsService ballots_service_;
  ResultsService results_service_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<server::Module>> MakeModule(server::Platform& platform) {
  SurveysModule::Databases databases;
  ASSIGN_OR_RETURN(databases.control,
                   platform.open_database("surveys", control::SchemaMigrations()));
  ASSIGN_OR_RETURN(databases.roll,
                   platform.open_database("surveys_roll", roll::SchemaMigrations()));
  ASSIGN_OR_RETURN(databases.ballots,
                   platform.open_database("surveys_ballots", ballots::SchemaMigrations()));
  ASSIGN_OR_RETURN(Secret secret,
                   server::LoadOrMakeSecret(platform.config.invitations().key_file()));
  return std::make_unique<SurveysModule>(platform, std::move(databases), std::move(secret));
}

}  // namespace tarazy::surveys
