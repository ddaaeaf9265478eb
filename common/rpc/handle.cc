#include "common/rpc/handle.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <memory>

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
constexpr absl::Duration kHungUpPoll = absl::Milliseconds(10);

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

// Whether the caller has hung up, at most kHungUpPoll ago. A bulk insert asks for every row, and
// asking gRPC costs a system call, three times as much as the row.
class HungUp {
 public:
  explicit HungUp(const grpc::ServerContext& context)
      : shared_(std::make_shared<Shared>(context)) {}

  bool operator()() const {
    const int64_t now = absl::GetCurrentTimeNanos();
    if (now < shared_->next_look.load(std::memory_order_relaxed)) {
      return shared_->hung_up.load(std::memory_order_relaxed);
    }
    shared_->next_look.store(now + absl::ToInt64Nanoseconds(kHungUpPoll),
                             std::memory_order_relaxed);
    const bool hung_up = shared_->context.IsCancelled();
    shared_->hung_up.store(hung_up, std::memory_order_relaxed);
    return hung_up;
  }

 private:
  struct Shared {
    explicit Shared(const grpc::ServerContext& context) : context(context) {}
    const grpc::ServerContext& context;
    std::atomic<int64_t> next_look{0};
    std::atomic<bool> hung_up{false};
  };
  std::shared_ptr<Shared> shared_;
};

Call MakeCall(const Runtime& runtime, grpc::ServerContext* context, const auth::Method& method) {
  Call call;
  call.method = method.name;
  call.request_id = RequestId(*context);
  call.now = runtime.clock.Now();
  call.bearer = std::string(absl::StripPrefix(Header(*context, "authorization"), "Bearer "));
  call.server_context = context;
  call.in_process = IsInProcess(*context);
  call.cancelled = HungUp(*context);
  const bool has_deadline = context->deadline() != std::chrono::system_clock::time_point::max();
  const absl::Time most =
      absl::Now() + (method.streaming ? runtime.stream_deadline : runtime.default_deadline);
  call.deadline = has_deadline ? absl::FromChrono(context->deadline()) : most;
  if (method.streaming) call.deadline = std::min(call.deadline, most);
  return call;
}

absl::Status Run(Runtime& runtime, const auth::Method& method, Call& call, Body body) {
  ASSIGN_OR_RETURN(call.principal, runtime.authenticator.Authenticate(call, call.bearer));
  RETURN_IF_ERROR(auth::PolicyTable::Check(method, call.principal));
  // A call from inside this process is part of one that was let in: it must not wait for a place
  // behind those that wait for it.
  if (call.in_process) return body(call);
  RETURN_IF_ERROR(runtime.admission.Enter(call.deadline));
  struct Leave {
    Admission& admission;
    ~Leave() { admission.Leave(); }
  } leave{runtime.admission};
  return body(call);
}

void Report(Runtime& runtime, const Call& call, const absl::Status& status, absl::Duration took) {
  const std::string code = absl::StatusCodeToString(status.code());
  runtime.metrics.CountCall(call.method, code, took);
  const ErrorDetail detail = DetailOf(status);
  const bool ours = !status.ok() && status.code() != absl::StatusCode::kCancelled &&
                    (detail.reason == Reason::kUnspecified || detail.reason == Reason::kInternal ||
                     status.code() == absl::StatusCode::kDataLoss);
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
