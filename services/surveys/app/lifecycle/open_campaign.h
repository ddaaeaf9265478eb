// A campaign is opened: its roll, its ballot box and its keys are made.
#pragma once

#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/seal.h"
#include "services/surveys/app/lifecycle/survey_data.h"
#include "tarazy/surveys/v1/campaign.pb.h"

namespace tarazy::surveys {

struct OpenedCampaign {
  v1::Campaign campaign;
  std::vector<std::string> warnings;
};

// What is to be opened, with defaults filled in and its questionnaire's version fixed. Changes
// nothing. Errors: INVALID_ARGUMENT with every fault, NOT_FOUND (questionnaire), ALREADY_EXISTS.
absl::StatusOr<OpenedCampaign> PrepareCampaign(sql::Tx& control, v1::Campaign campaign,
                                               absl::Time now);

// Opens what was prepared, step by step: each step is repeated safely when the one before it
// survived a fault, so that the same call again completes it. `stored` runs in the transaction that
// makes the campaign visible. Errors: ALREADY_EXISTS when another campaign has the id.
absl::Status OpenCampaign(const Context& context, const SurveyData& data, const Secret& secret,
                          const OpenedCampaign& opened, const std::string& by, absl::Time now,
                          absl::FunctionRef<absl::Status(sql::Tx&)> stored);

// `previous` with another id, wave and window, and other strata when there are any.
// FAILED_PRECONDITION when it belongs to no series.
absl::StatusOr<v1::Campaign> NextWave(
    const v1::Campaign& previous, const std::string& id, const std::string& wave,
    const v1::Window& window, const google::protobuf::RepeatedPtrField<v1::Stratum>& strata);

}  // namespace tarazy::surveys
