#include "common/rpc/handle.h"

#include <algorithm>
#include <chrono>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/strip.h"
#include "absl/time/clock.h"
#include "common/base/error.h"
#include "common/base/ids.h"
#include "common/base/status_macros.h"
#include "common/obs/log.h"
#include "common/rpc/idempotency.h"

namespace tarazy::rpc {
namespace {

constexpr char kRequestIdHeader[] = "x-request-id";
constexpr size_t kMaxRequestId = 64;

absl::string_view Header(const grpc::ServerContext& context, const char* name) {
  const auto it = context.client_metadata().find(name);
  if (it == context.client_metadata().end()) return "";
  return absl::string_view(it->second.data(), it->second.size());
}

// A caller's id is kept when it is harmless, so that one id runs through all services and logs.
std::string RequestId(const grpc::ServerContext& context) {
  const absl::string_view given = Header(context, kRequestIdHeader);
  bool harmless = !given.empty() && given.size() <= kMaxRequestId;
  for (const char c : given) harmless = harmless && (absl::ascii_isalnum(c) || c == '-');
  return harmless ? std::string(given) : RandomHex(8);
}

// A peer over a socket has an address ("ipv4:…", "ipv6:…", "unix:…"); one in this process has none.
bool IsInProcess(const grpc::ServerContext& context) {
  const std::string peer = context.peer();
  return peer == "unknown" || absl::StartsWith(peer, "inproc");
}

Call MakeCall(const Runtime& runtime, grpc::ServerContext* context, const auth::Method& method) {
  Call call;
  call.method = method.name;
  call.request_id = RequestId(*context);
  call.now = runtime.clock.Now();
  call.bearer = std::string(absl::StripPrefix(Header(*context, "authorization"), "Bearer "));
  call.server_context = context;
  call.in_process = IsInProcess(*context);
  call.cancelled = [context] { return context->IsCancelled(); };
  const bool has_deadline = context->deadline() != std::chrono::system_clock::time_point::max();
  const absl::Time most =
      absl::Now() + (method.streaming ? runtime.stream_deadline : runtime.default_deadline);
  call.deadline = has_deadline ? absl::FromChrono(context->deadline()) : most;
  if (method.streaming) call.deadline = std::min(call.deadline, most);
  return call;
}

// A slot of `admission` for as long as `work` runs. A call from inside this process is part of one
// that was let in: it must not wait for a slot behind those that wait for it.
absl::Status Admitted(Admission& admission, const Call& call,
                      absl::FunctionRef<absl::Status()> work) {
  if (call.in_process) return work();
  RETURN_IF_ERROR(admission.Enter(call.deadline));
  struct Leave {
    Admission& admission;
    ~Leave() { admission.Leave(); }
  } leave{admission};
  return work();
}

absl::Status Run(Runtime& runtime, const auth::Method& method, Call& call, Body body) {
  RETURN_IF_ERROR(auth::Authenticator::CheckShape(call.bearer));
  RETURN_IF_ERROR(Admitted(runtime.authentication, call, [&]() -> absl::Status {
    ASSIGN_OR_RETURN(call.principal, runtime.authenticator.Authenticate(call, call.bearer));
    return absl::OkStatus();
  }));
  RETURN_IF_ERROR(auth::PolicyTable::Check(method, call.principal));
  return Admitted(runtime.admission, call, [&] { return body(call); });
}

void Report(Runtime& runtime, const Call& call, const absl::Status& status, absl::Duration took) {
  const std::string code = absl::StatusCodeToString(status.code());
  runtime.metrics.CountCall(call.method, code, took);
  const ErrorDetail detail = DetailOf(status);
  const bool ours = !status.ok() && status.code() != absl::StatusCode::kCancelled &&
                    (detail.reason == Reason::kUnspecified || detail.reason == Reason::kInternal);
  obs::Log(ours ? obs::Level::kError : obs::Level::kInfo, "rpc.call",
           {{"method", call.method},
            {"code", code},
            {"reason", status.ok() ? "" : ReasonName(detail.reason)},
            {"detail", ours ? std::string(status.message()) : ""},
            {"ms", absl::ToDoubleMilliseconds(took)},
            {"request_id", call.request_id},
            {"principal", call.principal.token}});
}

}  // namespace

grpc::Status HandleCall(Runtime& runtime, grpc::ServerContext* context,
                        const google::protobuf::Descriptor* request, Body body) {
  const absl::Time start = absl::Now();
  const auth::Method* method = runtime.policies.Find(request);
  if (method == nullptr) {  // registered without a policy: never served
    return grpc::Status(grpc::StatusCode::UNIMPLEMENTED, "this method is not offered");
  }
  Call call = MakeCall(runtime, context, *method);
  context->AddInitialMetadata(kRequestIdHeader, call.request_id);
  const absl::Status status = Run(runtime, *method, call, body);
  Report(runtime, call, status, absl::Now() - start);
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
