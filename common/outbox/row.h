// What an event is as a row. Included by common/outbox only.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/sql/database.h"
#include "tarazy/common/v1/event.pb.h"

namespace tarazy::outbox {

#define TARAZY_OUTBOX_EVENT                                                              \
  "outbox.sequence, outbox.event_id, outbox.aggregate, outbox.created_at, outbox.type, " \
  "outbox.payload, outbox.facts"
inline constexpr int kEventColumns = 7;

// From the columns of TARAZY_OUTBOX_EVENT, which are the row's first. INTERNAL for facts that
// cannot be read.
absl::StatusOr<common::v1::Event> ReadEvent(const sql::Row& row);

}  // namespace tarazy::outbox
