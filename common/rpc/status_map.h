// Statuses on the wire: google.rpc.Status with ErrorInfo, BadRequest and RetryInfo.
#pragma once

#include <grpcpp/support/status.h>

#include "absl/status/status.h"

namespace tarazy::rpc {

// What the caller may see. A status of ours goes out with its reason; anything else becomes a bland
// INTERNAL, because its message may hold what is nobody's business. Bounded so that
// clients with the default limit of 8 KiB for metadata get it: field violations beyond that are
// counted.
grpc::Status ToGrpc(const absl::Status& status);

// The other way, for answers of other services; reason, fields and metadata survive.
absl::Status FromGrpc(const grpc::Status& status);

}  // namespace tarazy::rpc
