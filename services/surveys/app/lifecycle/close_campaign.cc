#include "services/surveys/app/lifecycle/close_campaign.h"

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "common/outbox/outbox.h"
#include "services/surveys/app/ballots/close_box.h"
#include "services/surveys/app/lifecycle/participation.h"
#include "services/surveys/store/roll/roll_store.h"
#include "tarazy/surveys/v1/event.pb.h"

namespace tarazy::surveys {
namespace {

absl::Status PublishClose(sql::Tx& tx, const v1::Campaign& campaign,
                          const v1::ParticipationReport& participation, absl::Time now) {
  v1::CampaignClosed closed;
  closed.set_campaign(campaign.name());
  *closed.mutable_participation() = participation.strata();
  RETURN_IF_ERROR(outbox::Publish(tx, campaign.name(), closed, now));
  for (const v1::Participation& line : participation.strata()) {
    if (!line.has_gate_met() || line.gate_met()) continue;
    v1::ParticipationBelowGate below;
    below.set_campaign(campaign.name());
    *below.mutable_participation() = line;
    below.set_gate(campaign.participation_gate());
    RETURN_IF_ERROR(outbox::Publish(tx, campaign.name(), below, now));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<StoredCampaign> CloseCampaign(
    const Context& context, const SurveyData& data, RunningCampaigns& campaigns,
    const BallotSealer& sealer, absl::string_view id, const std::string& by, absl::Time now,
    absl::FunctionRef<absl::Status(sql::Tx&, const StoredCampaign&)> stored) {
  ASSIGN_OR_RETURN(const std::shared_ptr<const RunningCampaign> running,
                   campaigns.Find(context, id));
  if (running->campaign.kind() == v1::CAMPAIGN_KIND_TABLES) {
    return FailedPrecondition(Reason::kCampaignState,
                              "published tables are closed from the beginning");
  }
  RETURN_IF_ERROR(
      data.control.Write(context, [&](sql::Tx& tx) { return MarkClosing(tx, id, by, now); }));
  RETURN_IF_ERROR(CloseBox(context, data.ballots, sealer, *running));
  RETURN_IF_ERROR(data.roll.Write(context, [&](sql::Tx& tx) { return CloseRoll(tx, id); }));
  ASSIGN_OR_RETURN(const v1::ParticipationReport participation,
                   CountParticipation(context, data, running->campaign));
  StoredCampaign closed;
  RETURN_IF_ERROR(data.control.Write(context, [&](sql::Tx& tx) -> absl::Status {
    ASSIGN_OR_RETURN(const bool first, MarkClosed(tx, id, participation));
    if (first) RETURN_IF_ERROR(PublishClose(tx, running->campaign, participation, now));
    ASSIGN_OR_RETURN(closed, LoadCampaign(tx, id));
    return stored(tx, closed);
  }));
  return closed;
}

}  // namespace tarazy::surveys
