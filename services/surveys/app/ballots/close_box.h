// The end of a campaign's box.
#pragma once

#include "absl/status/status.h"
#include "common/base/context.h"
#include "common/sql/database.h"
#include "services/surveys/app/ballots/ballot_sealer.h"
#include "services/surveys/app/campaigns/running_campaigns.h"

namespace tarazy::surveys {

// From now on the box refuses ballots; releases all that it has, writes everything anew so that no
// order is left, and drops the drafts. Several transactions of bounded memory: whenever it was
// interrupted, also by a kill, calling it again goes on; OK when there is nothing left to do, or no
// box. `context` has to last long enough: some ten seconds for each million ballots.
absl::Status CloseBox(const Context& context, sql::Database& ballots, const BallotSealer& sealer,
                      const RunningCampaign& campaign);

}  // namespace tarazy::surveys
