// The one wrapper round every RPC: request id, principal, policy, deadline, admission, log, metrics
// and error mapping. (C++ interceptors cannot reject a call, so this is not an interceptor.)
//
//   return rpc::Handle(runtime_, ctx, *req, [&](const rpc::Call& call) -> absl::Status { … });
#pragma once

#include <google/protobuf/message.h>
#include <grpcpp/server_context.h>
#include <grpcpp/support/status.h>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "common/rpc/call.h"
#include "common/rpc/runtime.h"
#include "common/rpc/status_map.h"
#include "common/sql/database.h"

namespace tarazy::rpc {

using Body = absl::FunctionRef<absl::Status(const Call&)>;

// `request` tells which method this is: every method has a request type of its own.
grpc::Status HandleCall(Runtime& runtime, grpc::ServerContext* context,
                        const google::protobuf::Descriptor* request, Body body);

inline grpc::Status Handle(Runtime& runtime, grpc::ServerContext* context,
                           const google::protobuf::Message& request, Body body) {
  return HandleCall(runtime, context, request.GetDescriptor(), body);
}

// A mutation in one transaction: the body's changes, and the answer under the request's
// `request_id`, commit together. A repeated request_id gives the first answer without running the
// body; with another body it is INVALID_ARGUMENT. With `validate_only` everything runs and is
// rolled back. The body may run more than once; `response` is cleared before each.
absl::Status Mutate(const Call& call, sql::Database& database,
                    const google::protobuf::Message& request, google::protobuf::Message* response,
                    absl::FunctionRef<absl::Status(sql::Tx&)> body);

// Handle around Mutate: a whole RPC that is one transaction.
grpc::Status HandleMutation(Runtime& runtime, grpc::ServerContext* context, sql::Database& database,
                            const google::protobuf::Message& request,
                            google::protobuf::Message* response,
                            absl::FunctionRef<absl::Status(const Call&, sql::Tx&)> body);

}  // namespace tarazy::rpc
