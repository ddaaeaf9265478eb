#include "services/surveys/app/lifecycle/remind.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/ids.h"
#include "common/base/status_macros.h"
#include "services/surveys/app/lifecycle/campaign_events.h"
#include "services/surveys/app/lifecycle/participation.h"
#include "services/surveys/domain/campaign/strata.h"
#include "services/surveys/store/roll/roll_store.h"

namespace tarazy::surveys {
namespace {

absl::Status CheckStrataAreLeaves(const v1::Campaign& campaign,
                                  const std::vector<std::string>& strata) {
  const std::vector<std::string> leaves = LeavesOf(campaign);
  for (size_t i = 0; i < strata.size(); ++i) {
    if (std::find(leaves.begin(), leaves.end(), strata[i]) != leaves.end()) continue;
    return InvalidField(absl::StrCat("strata[", i, "]"),
                        "is no group of this campaign that holds people");
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Reminder> PrepareReminder(const Context& context, const SurveyData& data,
                                         const StoredCampaign& stored,
                                         const std::vector<std::string>& strata, absl::Time now) {
  const v1::Campaign& campaign = stored.campaign;
  RETURN_IF_ERROR(CheckStrataAreLeaves(campaign, strata));
  if (campaign.kind() != v1::CAMPAIGN_KIND_TICKETS ||
      StateOf(stored, now) != v1::CAMPAIGN_STATE_OPEN) {
    return FailedPrecondition(
        Reason::kCampaignState,
        "people can be reminded while tickets are taken: the campaign is not open");
  }
  int64_t people = 0;
  RETURN_IF_ERROR(data.roll.Read(context, [&](sql::Tx& tx) -> absl::Status {
    ASSIGN_OR_RETURN(const auto counts, CountRoll(tx, campaign.id()));
    people = 0;
    for (const auto& [stratum, count] : counts) {
      const bool asked =
          strata.empty() || std::find(strata.begin(), strata.end(), stratum) != strata.end();
      if (asked) people += count.invited - count.taken;
    }
    return absl::OkStatus();
  }));
  if (people == 0) {
    return FailedPrecondition(Reason::kNoData, "everybody who was invited has taken his ticket");
  }
  Reminder reminder{.batch = RandomHex(8)};
  if (people >= campaign.disclosure().threshold()) reminder.people = people;
  return reminder;
}

absl::Status PublishReminder(sql::Tx& control, const v1::Campaign& campaign,
                             const std::vector<std::string>& strata, const Reminder& reminder,
                             absl::Time now) {
  return TellReminder(control, campaign, strata, reminder.batch, now);
}

}  // namespace tarazy::surveys
