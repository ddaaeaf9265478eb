#include "common/rpc/handle.h"

#include "absl/time/clock.h"
#include "common/base/status_macros.h"
#include "common/rpc/call_steps.h"
#include "common/rpc/idempotency.h"

namespace tarazy::rpc {

grpc::Status HandleCall(Runtime& runtime, grpc::ServerContext* context,
                        const google::protobuf::Descriptor* request, Body body) {
  const absl::Time start = absl::Now();
  const ServedMethod* served = runtime.methods.Find(request);
  if (served == nullptr) {  // registered without a policy: never served
    return grpc::Status(grpc::StatusCode::UNIMPLEMENTED, "this method is not offered");
  }
  served->metrics->Begin();
  Call call = MakeCall(runtime, *context, served->method);
  context->AddInitialMetadata(kRequestIdHeader, call.request_id);
  const absl::Status status = LetIn(runtime, served->method, call, body);
  const absl::Duration took = absl::Now() - start;
  served->metrics->End(status.code(), took);
  LogCall(runtime, *served, call, status, took);
  return ToGrpc(status);
}

absl::Status Mutate(const Call& call, sql::Database& database,
                    const google::protobuf::Message& request, google::protobuf::Message* response,
                    absl::FunctionRef<absl::Status(sql::Tx&)> body) {
  ASSIGN_OR_RETURN(const Once once, Once::For(call, request));
  bool rolled_back = false;
  const absl::Status status = database.Write(call, [&](sql::Tx& tx) -> absl::Status {
    response->Clear();
    rolled_back = false;
    ASSIGN_OR_RETURN(const bool repeated, once.Recall(tx, response));
    if (repeated) return absl::OkStatus();
    RETURN_IF_ERROR(body(tx));
    if (once.validate_only()) {
      rolled_back = true;
      return absl::CancelledError();  // undoes everything; not an error, see below
    }
    return once.Remember(tx, *response, call.now);
  });
  return rolled_back ? absl::OkStatus() : status;
}

grpc::Status HandleMutation(Runtime& runtime, grpc::ServerContext* context, sql::Database& database,
                            const google::protobuf::Message& request,
                            google::protobuf::Message* response,
                            absl::FunctionRef<absl::Status(const Call&, sql::Tx&)> body) {
  return Handle(runtime, context, request, [&](const Call& call) {
    return Mutate(call, database, request, response, [&](sql::Tx& tx) { return body(call, tx); });
  });
}

}  // namespace tarazy::rpc
