// Uploads: one message with a header, then the file in pieces. The request has a oneof `part` of
// `header` and `chunk`.
#pragma once

#include <grpcpp/server_context.h>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "common/rpc/idle_watch.h"
#include "services/rankings/app/spooled_file.h"

namespace tarazy::rankings {

// INVALID_ARGUMENT when the first message is no header.
template <typename Request, typename Stream>
absl::Status ReceiveHeader(Stream& stream, const rpc::IdleWatch& watch, Request& first) {
  if (!stream.Read(&first) || !first.has_header()) {
    return InvalidField("header", "must be the first message");
  }
  watch.Touch();
  return absl::OkStatus();
}

// Everything after the header. Errors: INVALID_ARGUMENT for a second header, those of
// SpooledFile::Append.
template <typename Request, typename Stream>
absl::Status ReceiveChunks(Stream& stream, const rpc::IdleWatch& watch, SpooledFile& file) {
  Request part;
  while (stream.Read(&part)) {
    watch.Touch();
    if (!part.has_chunk()) {
      return InvalidField("part", "the header comes once, first; then chunks of the file");
    }
    RETURN_IF_ERROR(file.Append(part.chunk()));
  }
  return absl::OkStatus();
}

// After the last piece: CANCELLED when the stream ended because the caller has gone or stalled,
// INVALID_ARGUMENT when another size than the announced one (0: none) arrived.
inline absl::Status CheckReceived(const grpc::ServerContext& context, const SpooledFile& file,
                                  int64_t announced) {
  // Asked of gRPC itself, since a call's `cancelled` may be some milliseconds behind: half a file
  // must not be stored.
  if (context.IsCancelled()) return absl::CancelledError("the caller hung up");
  if (announced != 0 && announced != file.size()) {
    return InvalidField("header.size_bytes", absl::StrCat("is ", announced, ", but ", file.size(),
                                                          " bytes arrived; send the whole file"));
  }
  return absl::OkStatus();
}

}  // namespace tarazy::rankings
