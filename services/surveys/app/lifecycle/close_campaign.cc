#include "services/surveys/app/lifecycle/close_campaign.h"

#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "services/surveys/app/ballots/close_box.h"
#include "services/surveys/app/lifecycle/campaign_events.h"
#include "services/surveys/app/lifecycle/participation.h"
#include "services/surveys/store/roll/roll_store.h"

namespace tarazy::surveys {
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
    if (first) RETURN_IF_ERROR(TellClosed(tx, running->campaign, participation, now));
    ASSIGN_OR_RETURN(closed, LoadCampaign(tx, id));
    return stored(tx, closed);
  }));
  return closed;
}

}  // namespace tarazy::surveys
