// Events that a consumer refused for good: set aside with its reason so that those behind them go
// on, and never purged. The consumer keeps what it refused, and takes it in after all when somebody
// has mended the reason, but for what was too large to reach it; here it stays, as what became of
// it when its turn came.
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

// What a consumer said, as every engine can keep it.
std::string StorableReason(absl::string_view reason);

struct SetAside {
  common::v1::Event event;
  std::string reason;
  absl::Time time;  // of the refusal
};

// Those of this consumer with a higher sequence than `after_sequence`, by sequence, at most
// `limit`.
absl::StatusOr<std::vector<SetAside>> ListSetAside(sql::Tx& tx, absl::string_view consumer,
                                                   int64_t after_sequence, int limit);

}  // namespace tarazy::outbox
