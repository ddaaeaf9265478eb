// Events that a consumer refused for good: set aside with its reason so that those behind them go
// on, kept until an administrator has them delivered again.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "common/base/context.h"
#include "common/sql/database.h"
#include "tarazy/common/v1/event.pb.h"

namespace tarazy::outbox {

// One that the consumer can never take, however often it comes.
struct Refusal {
  std::string event_id;
  std::string reason;  // for the administrator
};

// Gives the events to the consumer, in their order. OK: it has all of them for good, by its own
// commit, except those refused. An error: nothing is known of any; they will come again in the same
// order. Must end soon after the context's deadline, and after its `cancelled` turns true. Called
// from any thread.
using Deliver = std::function<absl::StatusOr<std::vector<Refusal>>(
    const Context& context, absl::Span<const common::v1::Event> events)>;

struct SetAside {
  common::v1::Event event;
  std::string reason;
  absl::Time time;  // of the refusal
};

// Those of this consumer with a higher sequence than `after_sequence`, by sequence, at most
// `limit`.
absl::StatusOr<std::vector<SetAside>> ListSetAside(sql::Tx& tx, absl::string_view consumer,
                                                   int64_t after_sequence, int limit);

// Delivers one again, by itself. Accepted, it is set aside no longer; refused again,
// FAILED_PRECONDITION with DELIVERY_STATE and the new reason, which is kept; an error of the
// delivery is passed on. NOT_FOUND for one that is not set aside.
absl::Status RetrySetAside(const Context& context, sql::Database& database,
                           absl::string_view consumer, absl::string_view event_id,
                           const Deliver& deliver, absl::Time now);

}  // namespace tarazy::outbox
