// Uploads of imports and evidence: the request has a oneof `part` of `header` and `chunk`.
#pragma once

#include "absl/strings/str_cat.h"
#include "common/rpc/receive_stream.h"
#include "services/rankings/app/spooled_file.h"

namespace tarazy::rankings {

using rpc::ReceiveHeader;

// Everything after the header. Errors: INVALID_ARGUMENT for what is no chunk, those of
// SpooledFile::Append.
template <typename Request, typename Stream>
absl::Status ReceiveChunks(Stream& stream, const rpc::IdleWatch& watch, SpooledFile& file) {
  return rpc::ReceiveParts<Request>(stream, watch, [&](const Request& part) -> absl::Status {
    if (!part.has_chunk()) {
      return InvalidField("part", "the header comes once, first; then chunks of the file");
    }
    return file.Append(part.chunk());
  });
}

// After the last piece: CANCELLED when the stream ended because the caller has gone or stalled,
// INVALID_ARGUMENT when another size than the announced one (0: none) arrived.
inline absl::Status CheckReceived(const grpc::ServerContext& context, const SpooledFile& file,
                                  int64_t announced) {
  RETURN_IF_ERROR(rpc::CheckSentToTheEnd(context));
  if (announced != 0 && announced != file.size()) {
    return InvalidField("header.size_bytes", absl::StrCat("is ", announced, ", but ", file.size(),
                                                          " bytes arrived; send the whole file"));
  }
  return absl::OkStatus();
}

}  // namespace tarazy::rankings
