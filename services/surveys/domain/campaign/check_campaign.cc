#include "services/surveys/domain/campaign/check_campaign.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "services/surveys/domain/campaign/strata.h"
#include "services/surveys/domain/campaign/window.h"

namespace tarazy::surveys {
namespace {

constexpr int kThreshold = 5;
constexpr int kPublicThreshold = 10;
constexpr int kTextThreshold = 8;
constexpr int kDecimals = 1;

void CheckTickets(const v1::Campaign& campaign, Faults& faults) {
  if (campaign.strata().empty()) {
    faults.Add("strata", "say who is asked: at least one group");
  }
}

void CheckBox(const v1::Campaign& campaign, Faults& faults) {
  if (!campaign.strata().empty()) {
    faults.Add("strata", "a feedback box is open to anybody: it has no groups");
  }
  if (campaign.participation_gate() > 0) {
    faults.Add("participation_gate", "a feedback box has no frame that a share could be of");
  }
}

}  // namespace

void FillDefaults(v1::Campaign& campaign) {
  if (campaign.ballots() == v1::BALLOT_MODE_UNSPECIFIED) {
    campaign.set_ballots(v1::BALLOT_MODE_RECORDS);
  }
  v1::DisclosurePolicy& policy = *campaign.mutable_disclosure();
  const bool tables = campaign.kind() == v1::CAMPAIGN_KIND_TABLES;
  if (!policy.has_threshold()) policy.set_threshold(tables ? 0 : kThreshold);
  if (!policy.has_public_threshold()) policy.set_public_threshold(kPublicThreshold);
  if (!policy.has_text_threshold()) policy.set_text_threshold(kTextThreshold);
  if (!policy.has_decimals()) policy.set_decimals(kDecimals);
  if (policy.cells() == v1::PROTECTED_CELLS_UNSPECIFIED) {
    policy.set_cells(v1::PROTECTED_CELLS_EVERY);
  }
  if (policy.rounding() == v1::PERCENT_ROUNDING_UNSPECIFIED) {
    policy.set_rounding(v1::PERCENT_ROUNDING_EACH);
  }
}

void CheckCampaign(const v1::Campaign& campaign, absl::Time now, Faults& faults) {
  switch (campaign.kind()) {
    case v1::CAMPAIGN_KIND_TICKETS:
      CheckTickets(campaign, faults);
      break;
    case v1::CAMPAIGN_KIND_BOX:
      CheckBox(campaign, faults);
      break;
    default:
      break;
  }
  if (campaign.kind() != v1::CAMPAIGN_KIND_TABLES && campaign.questionnaire().empty()) {
    faults.Add("questionnaire",
               "say which: questionnaires/ID/versions/N, or versions/0 for the newest");
  }
  CheckStrata(campaign, faults);
  const absl::StatusOr<Instants> window = InstantsOf("window", campaign.window());
  faults.Add(window.status());
  if (window.ok() && window->closes <= now) {
    faults.Add("window.closes", "is over already: nobody could answer");
  }
  if (campaign.series().empty() != campaign.wave().empty()) {
    faults.Add(campaign.series().empty() ? "series" : "wave", "a series has waves: give both");
  }
  const v1::DisclosurePolicy& policy = campaign.disclosure();
  if (policy.public_threshold() < policy.threshold()) {
    faults.Add("disclosure.public_threshold", "may not be below what the agency's staff is shown");
  }
}

std::vector<std::string> WarningsOf(const v1::Campaign& campaign) {
  std::vector<std::string> warnings;
  if (campaign.kind() != v1::CAMPAIGN_KIND_TICKETS) return warnings;
  const int threshold =
      std::max(campaign.disclosure().threshold(), campaign.disclosure().public_threshold());
  for (const StratumNode& node : StrataOf(campaign)) {
    if (!node.leaf || node.stratum == nullptr) continue;
    if (!node.frame.has_value()) {
      warnings.push_back(absl::StrCat(
          "stratum ", node.id,
          " has no frame: its participation and its margins of error stay unknown",
          campaign.participation_gate() > 0 ? ", and nobody can say whether it reached the gate"
                                            : ""));
    } else if (*node.frame < threshold) {
      warnings.push_back(absl::StrCat("stratum ", node.id, " has ", *node.frame,
                                      " people, fewer than the threshold of ", threshold,
                                      ": nothing about it can ever be shown to everybody"));
    }
  }
  return warnings;
}

}  // namespace tarazy::surveys
