// What is wrong with a campaign before it is opened.
#pragma once

#include <string>
#include <vector>

#include "absl/time/time.h"
#include "common/base/faults.h"
#include "services/surveys/domain/form/form.h"
#include "tarazy/surveys/v1/campaign.pb.h"

namespace tarazy::surveys {

// Fills in what is left out: the mode, the disclosure policy's defaults, of published tables no
// threshold for staff. What a file leaves out is part of what is promised: it is stored.
void FillDefaults(v1::Campaign& campaign);

// Every fault that keeps it from being opened at `now`, beyond what its fields' rules refuse.
void CheckCampaign(const v1::Campaign& campaign, absl::Time now, Faults& faults);

// What its owner should think about, in sentences.
std::vector<std::string> WarningsOf(const v1::Campaign& campaign);

}  // namespace tarazy::surveys
