#include "services/surveys/app/lifecycle/campaign_clock.h"

#include <utility>
#include <vector>

#include "absl/time/clock.h"
#include "common/base/status_macros.h"
#include "services/surveys/app/lifecycle/close_campaign.h"
#include "services/surveys/app/lifecycle/participation.h"
#include "services/surveys/store/control/campaign_store.h"

namespace tarazy::surveys {
namespace {

constexpr char kByTheClock[] = "the clock";
constexpr absl::Duration kLookPatience = absl::Seconds(10);
constexpr absl::Duration kClosePatience = absl::Minutes(10);

}  // namespace

CampaignClock::CampaignClock(const SurveyData& data, RunningCampaigns& campaigns,
                             const BallotSealer& sealer, const Clock& clock, Options options)
    : data_(data),
      campaigns_(campaigns),
      sealer_(sealer),
      clock_(clock),
      options_(std::move(options)) {}

void CampaignClock::Start() {
  thread_ = std::thread([this] { Run(); });
}

void CampaignClock::Stop() {
  {
    MutexLock lock(mu_);
    stopping_ = true;
    changed_.NotifyAll();
  }
  if (thread_.joinable()) thread_.join();
}

void CampaignClock::Run() {
  while (true) {
    CloseDue();
    MutexLock lock(mu_);
    const absl::Time next = absl::Now() + options_.pause;
    while (!stopping_ && absl::Now() < next) changed_.WaitUntil(mu_, next);
    if (stopping_) return;
  }
}

void CampaignClock::CloseDue() {
  std::vector<StoredCampaign> unclosed;
  const Context look{.deadline = absl::Now() + kLookPatience};
  const absl::Status looked = data_.control.Read(look, [&](sql::Tx& tx) -> absl::Status {
    ASSIGN_OR_RETURN(unclosed, UnclosedCampaigns(tx));
    return absl::OkStatus();
  });
  if (!looked.ok()) return options_.on_failure("", looked);
  for (const StoredCampaign& stored : unclosed) {
    const absl::Time now = clock_.Now();
    if (StateOf(stored, now) != v1::CAMPAIGN_STATE_ENDED) continue;
    const Context context{.deadline = absl::Now() + kClosePatience, .cancelled = [this] {
                            MutexLock lock(mu_);
                            return stopping_;
                          }};
    const absl::Status closed =
        CloseCampaign(context, data_, campaigns_, sealer_, stored.campaign.id(), kByTheClock, now,
                      [](sql::Tx&, const StoredCampaign&) { return absl::OkStatus(); })
            .status();
    if (!closed.ok()) options_.on_failure(stored.campaign.name(), closed);
  }
}

}  // namespace tarazy::surveys
