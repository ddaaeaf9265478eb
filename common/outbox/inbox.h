// What a consumer remembers of the events that it took: the other half of "at least once", which
// makes one effect of any number of deliveries.
#pragma once

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/sql/database.h"
#include "tarazy/common/v1/event.pb.h"

namespace tarazy::outbox {

// True when the event is new: recorded in the caller's transaction, which must also have its
// effect. False for a repeat. INVALID_ARGUMENT with EVENT_REUSED when the id came before with
// another content (aggregate, payload, institution, deadlines, embargo; not sequence and time), and
// INVALID_FIELD for an event without an id. `source` is who sent it, kept for whoever looks.
absl::StatusOr<bool> Accept(sql::Tx& tx, absl::string_view source, const common::v1::Event& event,
                            absl::Time now);

}  // namespace tarazy::outbox
