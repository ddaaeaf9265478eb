#include "common/sql/engine_error.h"

#include <string>

#include "common/base/error.h"

namespace tarazy::sql {
namespace {

absl::Status WithCode(absl::StatusCode status_code, Reason reason, absl::string_view message,
                      absl::string_view code) {
  ErrorDetail detail;
  if (!code.empty()) detail.metadata.emplace_back("engine_code", std::string(code));
  return MakeError(status_code, reason, message, std::move(detail));
}

}  // namespace

absl::Status EngineError(Failure failure, absl::string_view code) {
  switch (failure) {
    case Failure::kUnique:
      return WithCode(absl::StatusCode::kAlreadyExists, Reason::kAlreadyExists,
                      "a record with this key exists already", code);
    case Failure::kReference:
      return WithCode(absl::StatusCode::kFailedPrecondition, Reason::kConflict,
                      "a record that this one needs is missing, or other records need this one",
                      code);
    case Failure::kRace:
      return WithCode(absl::StatusCode::kAborted, Reason::kConflict,
                      "others change the same records at this moment; try again", code);
    case Failure::kUnavailable:
      return WithCode(absl::StatusCode::kUnavailable, Reason::kUnavailable,
                      "the database does not answer; try again later", code);
    case Failure::kCommitUnknown:
      return WithCode(absl::StatusCode::kUnavailable, Reason::kCommitOutcomeUnknown,
                      "the database was lost while it stored the change, which may or may not be "
                      "there; retry with the same request_id",
                      code);
    case Failure::kInternal:
      break;
  }
  return WithCode(absl::StatusCode::kInternal, Reason::kInternal,
                  "the database refused a statement of this program", code);
}

absl::Status Stopped(const Context& context, absl::string_view code) {
  if (context.cancelled && context.cancelled() && absl::Now() < context.deadline) {
    return WithCode(absl::StatusCode::kCancelled, Reason::kUnspecified, "the caller has gone",
                    code);
  }
  return WithCode(absl::StatusCode::kDeadlineExceeded, Reason::kDeadlineExceeded,
                  "the time allowed ran out before the database was done", code);
}

absl::Status CheckWaiting(const Context& context) {
  return context.Expired() ? Stopped(context) : absl::OkStatus();
}

absl::Status NoFreeConnection() {
  return MakeError(absl::StatusCode::kResourceExhausted, Reason::kOverloaded,
                   "all connections to the database were in use until the deadline; retry later");
}

bool IsLostRace(const absl::Status& status) {
  return absl::IsAborted(status) && DetailOf(status).reason == Reason::kConflict;
}

}  // namespace tarazy::sql
