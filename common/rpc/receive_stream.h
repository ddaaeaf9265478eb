// Uploads: one message with a `header`, then the file in pieces.
#pragma once

#include <grpcpp/server_context.h>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "common/rpc/idle_watch.h"

namespace tarazy::rpc {

// INVALID_ARGUMENT when the first message is no header.
template <typename Request, typename Stream>
absl::Status ReceiveHeader(Stream& stream, const IdleWatch& watch, Request& first) {
  if (!stream.Read(&first) || !first.has_header()) {
    return InvalidField("header", "must be the first message");
  }
  watch.Touch();
  return absl::OkStatus();
}

// Everything after the header goes to `take`. Errors: INVALID_ARGUMENT for a second header, those
// of `take`.
template <typename Request, typename Stream>
absl::Status ReceiveParts(Stream& stream, const IdleWatch& watch,
                          absl::FunctionRef<absl::Status(const Request&)> take) {
  Request part;
  while (stream.Read(&part)) {
    watch.Touch();
    if (part.has_header()) {
      return InvalidField("part", "the header comes once, first; then chunks of the file");
    }
    RETURN_IF_ERROR(take(part));
  }
  return absl::OkStatus();
}

// After the last piece: CANCELLED when the stream ended because the caller has gone or stalled.
// Asked of gRPC itself, since a call's `cancelled` may be some milliseconds behind: half a file
// must not be stored.
inline absl::Status CheckSentToTheEnd(const grpc::ServerContext& context) {
  return context.IsCancelled() ? absl::CancelledError("the caller hung up") : absl::OkStatus();
}

}  // namespace tarazy::rpc
