// A campaign as one kind of reader may see it now.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "common/base/context.h"
#include "services/surveys/app/campaigns/running_campaigns.h"
#include "services/surveys/app/lifecycle/survey_data.h"
#include "services/surveys/domain/form/coded_ballot.h"
#include "services/surveys/domain/tally/tally.h"
#include "tarazy/surveys/v1/results.pb.h"

namespace tarazy::surveys {

// Who reads.
struct Audience {
  bool staff = false;      // the agency's people and other services
  bool as_public = false;  // shows staff what everybody may see

  bool reads_as_staff() const { return staff && !as_public; }
};

struct ReadableCampaign {
  std::shared_ptr<const RunningCampaign> running;
  bool frozen = false;          // closed: will never change
  int64_t revision = 0;         // of the answers
  std::vector<int> thresholds;  // as of MaskedCounts
  std::string key;  // names campaign, revision, policy and thresholds: a part of cache keys

  const v1::Campaign& campaign() const { return running->campaign; }
  const Form& form() const { return *running->form; }
};

// The campaign of this bare id. Errors: NOT_FOUND; FAILED_PRECONDITION RESULTS_NOT_YET: not closed,
// unless staff reads it and the policy shows staff results before the close.
absl::StatusOr<ReadableCampaign> OpenToRead(const Context& context, const SurveyData& data,
                                            RunningCampaigns& campaigns, absl::string_view id,
                                            Audience audience);

struct ReadCounts {
  Tallies tallies;
  int64_t revision = 0;              // of these
  std::vector<v1::TableFlaw> flaws;  // of published tables
};

// What was counted: of ballots the maintained sums, of published tables what they say.
absl::StatusOr<ReadCounts> CountsOf(const Context& context, const SurveyData& data,
                                    const ReadableCampaign& readable);

// The counts, and each released ballot, of one state of the answers. `begin` is called with the
// counts before the first ballot, and everything again when the transaction runs again; `packed` is
// the ballot as it is kept. FAILED_PRECONDITION RECORDS_NEEDED where only counts are kept.
absl::Status ForEachBallot(
    const Context& context, const SurveyData& data, const ReadableCampaign& readable,
    absl::FunctionRef<absl::Status(ReadCounts)> begin,
    absl::FunctionRef<void(absl::string_view stratum, const CodedBallot& ballot,
                           absl::string_view packed)>
        each);

}  // namespace tarazy::surveys
