// Results as DDI-Codebook 2.5: what archives of social science catalogue.
#pragma once

#include "services/surveys/app/export/sink.h"
#include "tarazy/surveys/v1/campaign.pb.h"
#include "tarazy/surveys/v1/questionnaire.pb.h"
#include "tarazy/surveys/v1/results.pb.h"

namespace tarazy::surveys {

// The study (universe, frame, response rates of `campaign.participation`) and a variable per
// question with its categories; frequencies and statistics are those of everybody, the stratum
// "all", and left out where they are suppressed. Texts in `language` ("kk", "ru" or "en"), ours in
// English. `questionnaire`: of published tables an empty one.
absl::Status WriteResultsDdi(const v1::Results& results, const v1::Campaign& campaign,
                             const v1::Questionnaire& questionnaire, absl::string_view language,
                             Sink sink);

}  // namespace tarazy::surveys
