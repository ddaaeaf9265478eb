// Events that can never be taken in as they are: kept until an administrator has them taken in
// after all.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/sql/database.h"

namespace tarazy::notifications {

struct SetAsideEvent {
  std::string id;
  std::string body;    // tarazy.common.v1.Event
  std::string source;  // "accreditation"
  std::string reason;  // of the last refusal
  absl::Time time;     // of the first
};

// Of one that is there already only the reason changes.
absl::Status SetAside(sql::Tx& tx, const SetAsideEvent& refused);
// True when it was there.
absl::StatusOr<bool> ForgetSetAside(sql::Tx& tx, absl::string_view event_id);
absl::StatusOr<bool> AnySetAside(sql::Tx& tx);
// NOT_FOUND.
absl::StatusOr<SetAsideEvent> LoadSetAside(sql::Tx& tx, absl::string_view event_id);
// By time, then id; those behind (`after`, `after_id`).
absl::StatusOr<std::vector<SetAsideEvent>> ListSetAside(sql::Tx& tx, absl::Time after,
                                                        absl::string_view after_id, int limit);

}  // namespace tarazy::notifications
