// The topics and templates that a store begins with.
#pragma once

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/sql/database.h"
#include "services/notifications/app/catalogue/store_topics.h"
#include "services/notifications/file/read_catalogue.h"

namespace tarazy::notifications {

struct InstalledDefaults {
  int topics = 0;
  int templates = 0;
};

// Stores those whose ids are not there yet; what is there, as the agency changed it or not, stays
// as it is. How many were new. ABORTED when another process does the same at this moment, which
// Database::Write tries again. As StoreTopic and StoreTemplate.
absl::StatusOr<InstalledDefaults> InstallDefaults(sql::Tx& tx, const Catalogue& catalogue,
                                                  const EventLookup& events, absl::Time now);

}  // namespace tarazy::notifications
