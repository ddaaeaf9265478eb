#include "services/surveys/app/lifecycle/participation.h"

#include "common/base/status_macros.h"
#include "services/surveys/domain/campaign/strata.h"
#include "services/surveys/domain/campaign/window.h"
#include "services/surveys/domain/disclosure/protect.h"
#include "services/surveys/store/ballots/box_store.h"
#include "services/surveys/store/roll/roll_store.h"

namespace tarazy::surveys {

absl::StatusOr<v1::ParticipationReport> CountParticipation(const Context& context,
                                                           const SurveyData& data,
                                                           const v1::Campaign& campaign) {
  Turnouts turnouts;
  RETURN_IF_ERROR(data.roll.Read(context, [&](sql::Tx& tx) -> absl::Status {
    ASSIGN_OR_RETURN(const auto counts, CountRoll(tx, campaign.id()));
    turnouts.clear();
    for (const auto& [stratum, count] : counts) {
      turnouts[stratum].invited = count.invited;
      turnouts[stratum].taken = count.taken;
    }
    return absl::OkStatus();
  }));
  RETURN_IF_ERROR(data.ballots.Read(context, [&](sql::Tx& tx) -> absl::Status {
    ASSIGN_OR_RETURN(const auto counts, CountBallots(tx, campaign.id()));
    for (const auto& [stratum, count] : counts) {
      turnouts[stratum].submitted = count.submitted;
      turnouts[stratum].over_quota = count.over_quota;
    }
    return absl::OkStatus();
  }));
  return ReportParticipation(campaign, turnouts);
}

absl::StatusOr<v1::ParticipationReport> ParticipationOf(const Context& context,
                                                        const SurveyData& data,
                                                        const StoredCampaign& stored) {
  if (stored.stage == CampaignStage::kClosed) return stored.participation;
  return CountParticipation(context, data, stored.campaign);
}

v1::ParticipationReport ForEverybody(v1::ParticipationReport report, const v1::Campaign& campaign) {
  StrataTree tree;
  std::vector<int64_t> ballots;
  // The report's lines are the tree's nodes, in its order.
  for (const StratumNode& node : StrataOf(campaign)) {
    tree.ids.push_back(node.id);
    tree.parents.push_back(node.parent);
    ballots.push_back(report.strata(static_cast<int>(ballots.size())).submitted());
  }
  const std::vector<bool> suppressed =
      ProtectStrata(tree, ballots, {.threshold = campaign.disclosure().public_threshold()});
  for (int i = 0; i < report.strata_size(); ++i) {
    if (!suppressed[i]) continue;
    v1::Participation& line = *report.mutable_strata(i);
    line.set_suppressed(true);
    line.clear_invited();
    line.clear_taken();
    line.clear_submitted();
    line.clear_over_quota();
    line.clear_percent();
    line.clear_gate_met();
  }
  return report;
}

v1::CampaignState StateOf(const StoredCampaign& stored, absl::Time now) {
  switch (stored.stage) {
    case CampaignStage::kClosed:
      return v1::CAMPAIGN_STATE_CLOSED;
    case CampaignStage::kClosing:
      return v1::CAMPAIGN_STATE_ENDED;
    default:
      return StateAt(stored.campaign, now);
  }
}

}  // namespace tarazy::surveys
