// Results of campaigns, computed once per state of the answers and kind of reader.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/base/context.h"
#include "common/cache/tiered_cache.h"
#include "services/surveys/app/campaigns/running_campaigns.h"
#include "services/surveys/app/lifecycle/survey_data.h"
#include "services/surveys/app/results/readable_campaign.h"
#include "services/surveys/domain/figures/one_figure.h"
#include "tarazy/surveys/v1/results.pb.h"

namespace tarazy::surveys {

struct ResultsQuery {
  std::string campaign;  // the bare id
  bool by_stratum = false;
  std::vector<std::string> questions;  // only these; none: all
  std::string filter;                  // "question = code"; empty: everybody
};

struct CrossQuery {
  std::string campaign;
  std::string row;
  std::string column;
  std::string stratum;  // empty: everybody
};

// All errors: NOT_FOUND, FAILED_PRECONDITION RESULTS_NOT_YET; INVALID_ARGUMENT for what the
// questionnaire does not have.
class CampaignResults {
 public:
  CampaignResults(const SurveyData& data, RunningCampaigns& campaigns, cache::TieredCache& cache)
      : data_(data), campaigns_(campaigns), cache_(cache) {}

  // With a filter also FAILED_PRECONDITION RECORDS_NEEDED.
  absl::StatusOr<v1::Results> Results(const Context& context, const ResultsQuery& query,
                                      Audience audience);
  // RECORDS_NEEDED; INVALID_ARGUMENT also for a question without choices.
  absl::StatusOr<v1::CrossTable> Cross(const Context& context, const CrossQuery& query,
                                       Audience audience);
  // RECORDS_NEEDED.
  absl::StatusOr<v1::DataQuality> Quality(const Context& context, absl::string_view campaign,
                                          Audience audience);
  absl::StatusOr<v1::WaveComparison> Compare(const Context& context, absl::string_view before,
                                             absl::string_view after, Audience audience);
  absl::StatusOr<v1::Figure> Figure(const Context& context, absl::string_view campaign,
                                    const WantedFigure& wanted, Audience audience);

 private:
  absl::StatusOr<v1::Results> CachedResults(const Context& context,
                                            const ReadableCampaign& readable,
                                            const ResultsQuery& query);
  absl::StatusOr<v1::Results> Compute(const Context& context, const ReadableCampaign& readable,
                                      const ResultsQuery& query);
  absl::StatusOr<v1::Results> ComputeFiltered(const Context& context,
                                              const ReadableCampaign& readable,
                                              const ResultsQuery& query);

  const SurveyData data_;
  RunningCampaigns& campaigns_;
  cache::TieredCache& cache_;
};

}  // namespace tarazy::surveys
