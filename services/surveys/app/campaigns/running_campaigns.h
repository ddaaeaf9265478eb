// Campaigns as respondents and readers meet them: what never changes, kept in memory.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/mutex.h"
#include "common/sql/database.h"
#include "services/surveys/domain/campaign/window.h"
#include "services/surveys/domain/form/form.h"
#include "tarazy/surveys/v1/campaign.pb.h"

namespace tarazy::surveys {

// A campaign and its form. Of published tables the form is made from the tables.
struct RunningCampaign {
  v1::Campaign campaign;  // as opened: without state, participation and close_time
  std::shared_ptr<const Form> form;
  std::string policy;  // digest of the disclosure policy, hexadecimal
};

// SHA-256 of the policy and of the algorithm's version, hexadecimal.
std::string PolicyDigest(const v1::Campaign& campaign);

class RunningCampaigns {
 public:
  explicit RunningCampaigns(sql::Database& control) : control_(control) {}

  // The campaign of this id. Errors: NOT_FOUND.
  absl::StatusOr<std::shared_ptr<const RunningCampaign>> Find(const Context& context,
                                                              absl::string_view id);

 private:
  static constexpr size_t kMost = 1000;

  sql::Database& control_;
  Mutex mutex_;
  std::map<std::string, std::shared_ptr<const RunningCampaign>, std::less<>> known_
      ABSL_GUARDED_BY(mutex_);
};

}  // namespace tarazy::surveys
