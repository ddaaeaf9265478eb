// What campaigns tell the other services, in the transaction of the change (docs of the payloads:
// tarazy/surveys/v1/event.proto). Never who was asked.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/sql/database.h"
#include "tarazy/surveys/v1/campaign.pb.h"
#include "tarazy/surveys/v1/results.pb.h"

namespace tarazy::surveys {

// With the end of the window, when it has one, as a deadline.
absl::Status TellOpened(sql::Tx& control, const v1::Campaign& campaign, absl::Time now);

// Ends the deadline; each stratum below the gate is told of by itself.
absl::Status TellClosed(sql::Tx& control, const v1::Campaign& campaign,
                        const v1::ParticipationReport& participation, absl::Time now);

absl::Status TellReminder(sql::Tx& control, const v1::Campaign& campaign,
                          const std::vector<std::string>& strata, absl::string_view batch,
                          absl::Time now);

}  // namespace tarazy::surveys
