// The statuses that both engines give: one sentence for each kind of failure, never the engine's.
// Included by common/sql only.
#pragma once

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "common/base/context.h"

namespace tarazy::sql {

enum class Failure {
  kUnique,         // ALREADY_EXISTS
  kReference,      // FAILED_PRECONDITION: a broken foreign key or a trigger's refusal
  kRace,           // ABORTED: lost against a concurrent transaction
  kUnavailable,    // UNAVAILABLE: the engine does not answer or has no room
  kCommitUnknown,  // UNAVAILABLE: the connection was lost during COMMIT
  kInternal,       // INTERNAL: our statement is wrong, or the engine is broken
};

// `code` is the SQLSTATE or SQLite's extended code, kept as metadata "engine_code".
absl::Status EngineError(Failure failure, absl::string_view code);

// Why a wait or statement was given up: DEADLINE_EXCEEDED, or CANCELLED when the caller has gone.
absl::Status Stopped(const Context& context, absl::string_view code = "");

// OK while the caller still waits, else Stopped.
absl::Status CheckWaiting(const Context& context);

// Every connection is in use until the deadline.
absl::Status NoFreeConnection();

// True for EngineError(kRace).
bool IsLostRace(const absl::Status& status);

}  // namespace tarazy::sql
