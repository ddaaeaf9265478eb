#include "services/accreditation/rpc/survey_client.h"

#include <memory>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "common/rpc/status_map.h"
#include "tarazy/surveys/v1/campaigns_service.grpc.pb.h"
#include "tarazy/surveys/v1/results_service.grpc.pb.h"

namespace tarazy::accreditation {
namespace {

constexpr char kService[] = "surveys";

absl::Status NotHere() {
  return FailedPrecondition(Reason::kUnavailable,
                            "this process knows no surveys service: host the module surveys in "
                            "it, or say where it is with --peer surveys=HOST:PORT");
}

absl::Status StatusOf(const grpc::Status& answer) {
  if (answer.error_code() == grpc::StatusCode::UNIMPLEMENTED) return NotHere();
  return rpc::FromGrpc(answer);
}

absl::Status NotYet(const std::string& campaign) {
  return FailedPrecondition(
      Reason::kResultsNotYet,
      absl::StrCat(campaign, " is not closed; evidence is what does not change any more"));
}

surveys::v1::Statistic StatisticOf(v1::SurveyStatistic statistic) {
  switch (statistic) {
    case v1::SURVEY_STATISTIC_SHARE:
      return surveys::v1::STATISTIC_SHARE;
    case v1::SURVEY_STATISTIC_TOP1:
      return surveys::v1::STATISTIC_TOP1;
    case v1::SURVEY_STATISTIC_TOP2:
      return surveys::v1::STATISTIC_TOP2;
    case v1::SURVEY_STATISTIC_NPS:
      return surveys::v1::STATISTIC_NPS;
    default:
      return surveys::v1::STATISTIC_MEAN;
  }
}

class Asking {
 public:
  Asking(const std::shared_ptr<grpc::Channel>& channel, const rpc::Call& call,
         const std::string& campaign)
      : campaigns_(surveys::v1::CampaignsService::NewStub(channel)),
        results_(surveys::v1::ResultsService::NewStub(channel)),
        call_(call) {
    evidence_.set_campaign(campaign);
  }

  absl::Status Participation(const std::string& case_name) {
    surveys::v1::GetCampaignRequest request;
    request.set_name(evidence_.campaign());
    surveys::v1::GetCampaignResponse campaign;
    RETURN_IF_ERROR(
        StatusOf(campaigns_->GetCampaign(rpc::Onward(call_).get(), request, &campaign)));
    const surveys::v1::Campaign& asked = campaign.campaign();
    if (!asked.case_name().empty() && asked.case_name() != case_name) {
      return InvalidField("campaign",
                          absl::StrCat(asked.name(), " belongs to ", asked.case_name()));
    }
    *evidence_.mutable_title() = asked.title();
    evidence_.set_gate(asked.participation_gate());
    surveys::v1::GetParticipationRequest ask;
    ask.set_name(evidence_.campaign());
    surveys::v1::GetParticipationResponse told;
    RETURN_IF_ERROR(StatusOf(campaigns_->GetParticipation(rpc::Onward(call_).get(), ask, &told)));
    if (!told.participation().frozen()) return NotYet(evidence_.campaign());
    evidence_.set_frozen(true);
    for (const surveys::v1::Participation& one : told.participation().strata()) Add(one, asked);
    return absl::OkStatus();
  }

  absl::Status Figure(const v1::WantedFigure& wanted) {
    v1::SurveyFigure& figure = *evidence_.add_figures();
    figure.set_question(wanted.question());
    figure.set_choice(wanted.choice());
    figure.set_statistic(wanted.statistic());
    if (wanted.statistic() == v1::SURVEY_STATISTIC_UNSPECIFIED) {
      figure.set_statistic(wanted.choice().empty() ? v1::SURVEY_STATISTIC_MEAN
                                                   : v1::SURVEY_STATISTIC_SHARE);
    }
    surveys::v1::Figure told;
    RETURN_IF_ERROR(Get(figure, StatisticOf(figure.statistic()), told));
    evidence_.set_revision(told.revision());
    evidence_.set_policy(told.policy());
    if (told.has_value()) figure.set_value(told.value());
    if (told.has_base()) figure.set_base(told.base());
    if (!told.has_value()) figure.set_reason(told.reason());
    if (figure.statistic() != v1::SURVEY_STATISTIC_SHARE) return absl::OkStatus();
    RETURN_IF_ERROR(Get(figure, surveys::v1::STATISTIC_COUNT, told));
    if (told.has_value()) figure.set_count(static_cast<int64_t>(told.value()));
    return absl::OkStatus();
  }

  v1::SurveyEvidence Take() { return std::move(evidence_); }

 private:
  void Add(const surveys::v1::Participation& told, const surveys::v1::Campaign& campaign) {
    v1::SurveyParticipation& row = *evidence_.add_participation();
    row.set_stratum(told.stratum());
    for (const surveys::v1::Stratum& stratum : campaign.strata()) {
      if (stratum.id() == told.stratum()) row.set_programme(stratum.programme());
    }
    if (told.has_frame()) row.set_frame(told.frame());
    row.set_submitted(told.submitted());
    if (told.has_percent()) row.set_percent(told.percent());
    if (told.has_gate_met()) row.set_gate_met(told.gate_met());
  }

  absl::Status Get(const v1::SurveyFigure& figure, surveys::v1::Statistic statistic,
                   surveys::v1::Figure& told) {
    surveys::v1::GetFigureRequest request;
    request.set_campaign(evidence_.campaign());
    request.set_question(figure.question());
    request.set_choice(figure.choice());
    request.set_statistic(statistic);
    request.set_as_public(true);
    surveys::v1::GetFigureResponse response;
    RETURN_IF_ERROR(StatusOf(results_->GetFigure(rpc::Onward(call_).get(), request, &response)));
    told = response.figure();
    if (!told.frozen()) return NotYet(evidence_.campaign());
    return absl::OkStatus();
  }

  const std::unique_ptr<surveys::v1::CampaignsService::Stub> campaigns_;
  const std::unique_ptr<surveys::v1::ResultsService::Stub> results_;
  const rpc::Call& call_;
  v1::SurveyEvidence evidence_;
};

}  // namespace

absl::StatusOr<v1::SurveyEvidence> AskSurvey(rpc::ChannelProvider& channels, const rpc::Call& call,
                                             const std::string& case_name,
                                             const std::string& campaign,
                                             const std::vector<v1::WantedFigure>& figures) {
  const auto channel = channels.For(kService);
  if (!channel.ok()) return NotHere();
  Asking asking(*channel, call, campaign);
  RETURN_IF_ERROR(asking.Participation(case_name));
  for (const v1::WantedFigure& wanted : figures) RETURN_IF_ERROR(asking.Figure(wanted));
  return asking.Take();
}

}  // namespace tarazy::accreditation
