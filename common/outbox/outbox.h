// Events that leave a service in the transaction of the change that they tell of: both are stored
// or neither. The relay delivers them afterwards, at least once, in order per aggregate.
//
// The order. Sequences are drawn before commits, so a row may become visible after one with a
// higher sequence. On PostgreSQL the order is therefore that of (transaction id, sequence), read up
// to the fence: the lowest id of a transaction still under way. Whatever is below the fence is
// decided, and ids are given in ascending order, so nothing can appear below it any more: a reader
// that goes on from the last one it got misses none. SQLite has one writer at a time: the sequence
// alone is the order of commits.
// It is the right order of each aggregate's events, because who publishes one also writes the row
// that the change is of: of two such transactions that overlap one is rolled back (serializable,
// the first who writes wins), and of two that do not, the second began when the first had its id,
// and so has a higher one. Two that overlap and write no row in common know nothing of each other,
// and are told in either order. Within a transaction the sequence is the order of the calls.
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

// Keeps `payload` as an event of `aggregate` ("campaigns/…"). `now` is when the change was made.
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
