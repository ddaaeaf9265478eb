// Surveys over gRPC as a source of figures, on behalf of one call.
#pragma once

#include <string>

#include "common/rpc/call.h"
#include "common/rpc/channel_provider.h"
#include "services/rankings/app/pull_values.h"
#include "tarazy/rankings/v1/sources_service.pb.h"

namespace tarazy::rankings {

// What is asked of a campaign about every institution.
struct SurveyQuestion {
  std::string campaign;  // "campaigns/ektu-students-2023"
  std::string question;  // its id; of participation: empty
  v1::SurveyStatistic statistic = v1::SURVEY_STATISTIC_MEAN;
  std::string choice;  // of a share
};

// INVALID_ARGUMENT: no campaign, a question or choice that is missing or not wanted.
absl::StatusOr<SurveyQuestion> ParseSurveyQuestion(const v1::PullValuesRequest& request);

// One figure of a campaign per institution, with its base and standard error, as everybody may see
// it: a ranking is published. A figure that is suppressed or that nobody's answers make is no
// value, and the reason is the service's.
class SurveyFigures final : public FigureSource {
 public:
  SurveyFigures(rpc::ChannelProvider& channels, const rpc::Call& call, SurveyQuestion question)
      : channels_(channels), call_(call), question_(std::move(question)) {}

  std::string Name() const override { return "surveys"; }
  std::string Title() const override { return "survey results"; }
  // FAILED_PRECONDITION UNAVAILABLE when this process knows no surveys service, RESULTS_NOT_YET
  // when the figure is not frozen; NOT_FOUND (the campaign), INVALID_ARGUMENT (the question).
  absl::StatusOr<Figure> FigureOf(const std::string& institution) override;

 private:
  rpc::ChannelProvider& channels_;
  const rpc::Call& call_;
  const SurveyQuestion question_;
};

}  // namespace tarazy::rankings
