// Those who have not taken their ticket are to be reminded.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "services/surveys/app/lifecycle/survey_data.h"
#include "services/surveys/store/control/campaign_store.h"

namespace tarazy::surveys {

struct Reminder {
  std::string batch;
  std::optional<int64_t>
      people;  // nothing when fewer than the threshold: who they are could be guessed
};

// How many would be reminded; nobody learns who. Errors: INVALID_ARGUMENT (an unknown stratum),
// FAILED_PRECONDITION CAMPAIGN_STATE when it is not open, NO_DATA when nobody is left.
absl::StatusOr<Reminder> PrepareReminder(const Context& context, const SurveyData& data,
                                         const StoredCampaign& campaign,
                                         const std::vector<std::string>& strata, absl::Time now);

// The event, in the control's transaction.
absl::Status PublishReminder(sql::Tx& control, const v1::Campaign& campaign,
                             const std::vector<std::string>& strata, const Reminder& reminder,
                             absl::Time now);

}  // namespace tarazy::surveys
