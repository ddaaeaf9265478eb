// Events that leave a service in the transaction of the change that they tell of: both are stored
// or neither. The relay delivers them afterwards, at least once, in order per aggregate.
#pragma once

#include <google/protobuf/message.h>

#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/sql/database.h"
#include "tarazy/common/v1/event.pb.h"

namespace tarazy::outbox {

// Keeps `payload` as an event of `aggregate` ("campaigns/…").
absl::Status Publish(sql::Tx& tx, absl::string_view aggregate,
                     const google::protobuf::Message& payload, absl::Time now);

// Events after this sequence, in its order, at most `limit`. On PostgreSQL only those that no
// transaction still under way can be ordered before (the fence): a reader that goes on from the
// last one it got misses none.
absl::StatusOr<std::vector<common::v1::Event>> Pending(sql::Tx& tx, absl::string_view engine,
                                                       int64_t after, int limit);

}  // namespace tarazy::outbox
