// How far a consumer has got with a service's events. Moves forward only, so that several relays of
// the same consumer do no harm: the one that is behind finds that its work was done.
#pragma once

#include <optional>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/outbox/outbox.h"
#include "common/outbox/set_aside.h"
#include "common/sql/database.h"

namespace tarazy::outbox {

// The last event that this consumer has or that was set aside; before all when it is new.
absl::StatusOr<Position> PositionOf(sql::Tx& tx, absl::string_view consumer);

// Moves to the end of `delivered` (not empty) and sets aside those of it that were refused. What
// another relay has passed meanwhile is left as that one wrote it. INTERNAL when an event was
// refused that was not delivered.
absl::Status Advance(sql::Tx& tx, absl::string_view consumer, const Batch& delivered,
                     const std::vector<Refusal>& refused, absl::Time now);

// What the consumer does not have yet, beyond the fence too.
struct Backlog {
  int64_t events = 0;  // counted to kMostCounted
  std::optional<absl::Time> oldest;
};
inline constexpr int kMostCounted = 100'000;
absl::StatusOr<Backlog> BacklogOf(sql::Tx& tx, absl::string_view engine, const Position& after);

// Deletes at most `limit` events made before `before` that every consumer known has; those set
// aside stay. Gives their number.
absl::StatusOr<int64_t> Purge(sql::Tx& tx, absl::string_view engine, absl::Time before, int limit);

// Ids of transactions are a server's own. When a dump of this database was loaded into a younger
// server, new events would come before the old ones, behind the positions, and never be read: this
// gives all events new places, in their old order, and the positions with them (at the price of
// some repeats). True when it had to. To be called before the first event is read.
absl::StatusOr<bool> AdoptRestored(sql::Tx& tx, absl::string_view engine);

}  // namespace tarazy::outbox
