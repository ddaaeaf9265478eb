// Participation as it is now, or as it was frozen.
#pragma once

#include "absl/status/statusor.h"
#include "common/base/context.h"
#include "services/surveys/app/lifecycle/survey_data.h"
#include "services/surveys/domain/campaign/participation.h"
#include "services/surveys/store/control/campaign_store.h"

namespace tarazy::surveys {

// Counted in the roll and in the box.
absl::StatusOr<v1::ParticipationReport> CountParticipation(const Context& context,
                                                           const SurveyData& data,
                                                           const v1::Campaign& campaign);

// Frozen once it is closed.
absl::StatusOr<v1::ParticipationReport> ParticipationOf(const Context& context,
                                                        const SurveyData& data,
                                                        const StoredCampaign& campaign);

// What everybody may see of it: without the numbers of the strata whose results are suppressed.
v1::ParticipationReport ForEverybody(v1::ParticipationReport report, const v1::Campaign& campaign);

// OPEN, …, by the stage and the clock.
v1::CampaignState StateOf(const StoredCampaign& campaign, absl::Time now);

}  // namespace tarazy::surveys
