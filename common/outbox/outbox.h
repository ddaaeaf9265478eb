// Events that leave a service in the transaction of the change that they tell of: both are stored
// or neither. The relay delivers them afterwards, at least once, in order per aggregate.
//
// The order. Sequences are drawn before commits, so a row may become visible after one with a
// higher sequence. On PostgreSQL the order is therefore that of (transaction id, sequence), read up
// to the fence: the lowest id of a transaction still under way. Whatever is below the fence is
// decided, and ids are given in ascending order, so nothing can appear below it any more: a reader
// that goes on from the last one it got misses none. SQLite has one writer at a time: the sequence
// alone is the order of commits.
// It is the right order of each aggregate's events, because each publisher writes the aggregate's
// own row too: of two that overlap one is rolled back (serializable transactions, first updater
// wins), and of two that do not, the second began after the first had its id, and so has a higher
// one. Within a transaction the sequence is the order of the calls of Publish.
// The fence looks at the whole server: a writing transaction of another database that stays open
// holds every event back until it ends.
#pragma once

#include <google/protobuf/message.h>

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/sql/database.h"
#include "tarazy/common/v1/event.pb.h"

namespace tarazy::outbox {

// What an event says besides its payload, to whoever it concerns; the fields of the same names of
// common.v1.Event.
struct Facts {
  std::string institution;  // "institutions/…"; empty: no institution's in particular
  std::vector<common::v1::Deadline> deadlines;
  std::optional<absl::Time> not_before;  // the end of an embargo
};

// Keeps `payload` as an event of `aggregate` ("campaigns/…"). The transaction must also write the
// aggregate's own row, or one that all its publishers write: see the order above.
absl::Status Publish(sql::Tx& tx, absl::string_view aggregate,
                     const google::protobuf::Message& payload, absl::Time now);
absl::Status Publish(sql::Tx& tx, absl::string_view aggregate,
                     const google::protobuf::Message& payload, const Facts& facts, absl::Time now);

// A place in the order of a service's events; the default is before all of them.
struct Position {
  int64_t transaction_id = 0;  // 0 on SQLite
  int64_t sequence = 0;

  auto operator<=>(const Position&) const = default;
};

// Events in their order, and the place of each.
struct Batch {
  std::vector<common::v1::Event> events;
  std::vector<Position> positions;
};

// Off only in tests, which show by it what the fence is for.
enum class Fence { kOn, kOff };

// Events after `after`, at most `limit`, none beyond the fence. `engine` is Database::Engine().
absl::StatusOr<Batch> Pending(sql::Tx& tx, absl::string_view engine, const Position& after,
                              int limit, Fence fence = Fence::kOn);

}  // namespace tarazy::outbox
