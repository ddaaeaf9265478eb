// What accreditation asks surveys, on behalf of one call.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "common/rpc/channel_provider.h"
#include "tarazy/accreditation/v1/cases_service.pb.h"

namespace tarazy::accreditation {

// Participation and figures of a closed campaign, as everybody may see them: they are for a report
// that will be public. Without `id` and `taken_on`. `case_name` is the case that asks. Errors:
// FAILED_PRECONDITION UNAVAILABLE (no surveys service is known), RESULTS_NOT_YET (not closed);
// INVALID_ARGUMENT (the campaign belongs to another case); NOT_FOUND and what surveys says.
absl::StatusOr<v1::SurveyEvidence> AskSurvey(rpc::ChannelProvider& channels, const rpc::Call& call,
                                             const std::string& case_name,
                                             const std::string& campaign,
                                             const std::vector<v1::WantedFigure>& figures);

}  // namespace tarazy::accreditation
