// A campaign is closed and frozen.
#pragma once

#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "services/surveys/app/ballots/ballot_sealer.h"
#include "services/surveys/app/campaigns/running_campaigns.h"
#include "services/surveys/app/lifecycle/survey_data.h"
#include "services/surveys/store/control/campaign_store.h"

namespace tarazy::surveys {

// Refuses what comes later, releases every acknowledged ballot, freezes participation and publishes
// what happened. Goes on where an earlier close was cut short; closing what is closed changes
// nothing. `stored` runs in the last transaction. Errors: NOT_FOUND, FAILED_PRECONDITION
// CAMPAIGN_STATE (published tables).
absl::StatusOr<StoredCampaign> CloseCampaign(
    const Context& context, const SurveyData& data, RunningCampaigns& campaigns,
    const BallotSealer& sealer, absl::string_view id, const std::string& by, absl::Time now,
    absl::FunctionRef<absl::Status(sql::Tx&, const StoredCampaign&)> stored);

}  // namespace tarazy::surveys
