#include "services/surveys/app/campaigns/running_campaigns.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/sha256.h"
#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "services/surveys/app/campaigns/form_of.h"
#include "services/surveys/store/control/campaign_store.h"

namespace tarazy::surveys {
namespace {

// Part of every policy's digest: answers computed by another algorithm are other answers.
constexpr char kAlgorithm[] = "disclosure 1\n";

}  // namespace

std::string PolicyDigest(const v1::Campaign& campaign) {
  return Hex(Sha256Of(absl::StrCat(kAlgorithm, campaign.disclosure().SerializeAsString())));
}

absl::StatusOr<std::shared_ptr<const RunningCampaign>> RunningCampaigns::Find(
    const Context& context, absl::string_view id) {
  {
    MutexLock lock(mutex_);
    const auto known = known_.find(id);
    if (known != known_.end()) return known->second;
  }
  auto running = std::make_shared<RunningCampaign>();
  RETURN_IF_ERROR(control_.Read(context, [&](sql::Tx& tx) -> absl::Status {
    ASSIGN_OR_RETURN(StoredCampaign stored, LoadCampaign(tx, id));
    ASSIGN_OR_RETURN(running->form, FormOf(tx, stored.campaign));
    running->policy = PolicyDigest(stored.campaign);
    running->campaign = std::move(stored.campaign);
    return absl::OkStatus();
  }));
  MutexLock lock(mutex_);
  if (known_.size() >= kMost) known_.erase(known_.begin());
  return known_.emplace(std::string(id), std::move(running)).first->second;
}

}  // namespace tarazy::surveys
