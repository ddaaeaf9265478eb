// Events that could not be taken in, and what is said of them.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/sql/database.h"
#include "tarazy/common/v1/event.pb.h"

namespace tarazy::notifications {

struct RefusedEvent {
  common::v1::Event event;
  std::string source;  // "accreditation"
  std::string reason;  // of the last refusal
  absl::Time time;     // of the first
};

// Why, in words that every engine can keep.
std::string RefusalReason(const absl::Status& status);

// Of one that is there already only the reason changes.
absl::Status KeepRefused(sql::Tx& tx, const RefusedEvent& refused);
// NOT_FOUND.
absl::StatusOr<RefusedEvent> LoadRefused(sql::Tx& tx, absl::string_view event_id);
// By time, then id; those behind (`after`, `after_id`).
absl::StatusOr<std::vector<RefusedEvent>> ListRefused(sql::Tx& tx, absl::Time after,
                                                      absl::string_view after_id, int limit);

}  // namespace tarazy::notifications
