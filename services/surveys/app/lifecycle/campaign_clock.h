// Closes campaigns whose window is over, so that nobody has to remember it.
#pragma once

#include <functional>
#include <string>
#include <thread>

#include "absl/time/time.h"
#include "common/base/clock.h"
#include "common/base/mutex.h"
#include "services/surveys/app/ballots/ballot_sealer.h"
#include "services/surveys/app/campaigns/running_campaigns.h"
#include "services/surveys/app/lifecycle/survey_data.h"

namespace tarazy::surveys {

// Several processes may run one each: a close is taken up by whoever comes first and repeated
// safely.
class CampaignClock {
 public:
  struct Options {
    absl::Duration pause = absl::Seconds(2);
    // Told when a campaign could not be closed, which is tried again; called from its thread.
    std::function<void(const std::string& campaign, const absl::Status&)> on_failure;
  };

  // All must outlive it.
  CampaignClock(const SurveyData& data, RunningCampaigns& campaigns, const BallotSealer& sealer,
                const Clock& clock, Options options);
  ~CampaignClock() { Stop(); }
  CampaignClock(const CampaignClock&) = delete;
  CampaignClock& operator=(const CampaignClock&) = delete;

  void Start();
  // Waits for the close under way.
  void Stop();

  // Closes what is over now; what Start does again and again.
  void CloseDue();

 private:
  void Run();

  const SurveyData data_;
  RunningCampaigns& campaigns_;
  const BallotSealer& sealer_;
  const Clock& clock_;
  const Options options_;
  Mutex mu_;
  CondVar changed_;
  bool stopping_ ABSL_GUARDED_BY(mu_) = false;
  std::thread thread_;
};

}  // namespace tarazy::surveys
