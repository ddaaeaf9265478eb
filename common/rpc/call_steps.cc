#include "common/rpc/call_steps.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <memory>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/strip.h"
#include "absl/time/clock.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "common/obs/log.h"

namespace tarazy::rpc {
namespace {

constexpr size_t kMaxRequestId = 64;
constexpr absl::Duration kHungUpPoll = absl::Milliseconds(10);

// A peer over a socket has an address ("ipv4:…", "ipv6:…", "unix:…"); one in this process has none.
bool IsInProcess(const grpc::ServerContextBase& context) {
  const std::string peer = context.peer();
  return peer == "unknown" || absl::StartsWith(peer, "inproc");
}

// Whether the caller has hung up, at most kHungUpPoll ago. A bulk insert asks for every row, and
// asking gRPC costs a system call, three times as much as the row.
class HungUp {
 public:
  explicit HungUp(const grpc::ServerContextBase& context)
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
    explicit Shared(const grpc::ServerContextBase& context) : context(context) {}
    const grpc::ServerContextBase& context;
    std::atomic<int64_t> next_look{0};
    std::atomic<bool> hung_up{false};
  };
  std::shared_ptr<Shared> shared_;
};

bool IsSlow(const Runtime& runtime, absl::Duration took) {
  return runtime.slow_call > absl::ZeroDuration() && took >= runtime.slow_call;
}

// A slot of `admission` for as long as `work` runs. A call from inside this process is part of one
// that was let in: it must not wait for a slot behind those that wait for it.
absl::Status Admitted(Admission& admission, const Call& call, absl::Duration* waited,
                      absl::FunctionRef<absl::Status()> work) {
  if (call.in_process) return work();
  RETURN_IF_ERROR(admission.Enter(call.deadline, waited));
  struct Leave {
    Admission& admission;
    ~Leave() { admission.Leave(); }
  } leave{admission};
  return work();
}

}  // namespace

absl::string_view Header(const grpc::ServerContextBase& context, const char* name) {
  const auto it = context.client_metadata().find(name);
  if (it == context.client_metadata().end()) return "";
  return absl::string_view(it->second.data(), it->second.size());
}

absl::string_view Bearer(const grpc::ServerContextBase& context) {
  return absl::StripPrefix(Header(context, "authorization"), "Bearer ");
}

std::string RequestId(const grpc::ServerContextBase& context) {
  const absl::string_view given = Header(context, kRequestIdHeader);
  bool harmless = !given.empty() && given.size() <= kMaxRequestId;
  for (const char c : given) harmless = harmless && (absl::ascii_isalnum(c) || c == '-');
  return harmless ? std::string(given) : obs::RandomTraceHex(8);
}

Call MakeCall(const Runtime& runtime, const grpc::ServerContextBase& context,
              const auth::Method& method) {
  Call call;
  call.method = method.name;
  call.request_id = RequestId(context);
  call.trace = obs::ContinueTrace(Header(context, "traceparent"), Header(context, "tracestate"));
  call.now = runtime.clock.Now();
  call.bearer = std::string(Bearer(context));
  call.server_context = &context;
  call.in_process = IsInProcess(context);
  call.cancelled = HungUp(context);
  call.spent = std::make_shared<Spent>();
  const bool has_deadline = context.deadline() != std::chrono::system_clock::time_point::max();
  const absl::Time most =
      absl::Now() + (method.streaming ? runtime.stream_deadline : runtime.default_deadline);
  call.deadline = has_deadline ? absl::FromChrono(context.deadline()) : most;
  if (method.streaming) call.deadline = std::min(call.deadline, most);
  return call;
}

absl::Status LetIn(Runtime& runtime, const auth::Method& method, Call& call,
                   absl::FunctionRef<absl::Status(const Call&)> body) {
  // Who was promised that nobody can tell when he called does not have to say who he is.
  if (call.bearer.empty() && method.policy.unlogged()) {
    call.principal.role = common::v1::ROLE_PUBLIC;
    RETURN_IF_ERROR(auth::PolicyTable::Check(method, call.principal));
    return Admitted(runtime.admission, call, &call.spent->admission, [&] { return body(call); });
  }
  RETURN_IF_ERROR(auth::Authenticator::CheckShape(call.bearer));
  RETURN_IF_ERROR(Admitted(runtime.authentication, call, nullptr, [&]() -> absl::Status {
    ASSIGN_OR_RETURN(call.principal, runtime.authenticator.Authenticate(call, call.bearer));
    return absl::OkStatus();
  }));
  RETURN_IF_ERROR(auth::PolicyTable::Check(method, call.principal));
  return Admitted(runtime.admission, call, &call.spent->admission, [&] { return body(call); });
}

bool WouldLogRead(const Runtime& runtime, absl::Duration took) {
  return IsSlow(runtime, took) || obs::LogsAt(obs::Level::kDebug);
}

absl::Status StillWanted(const Call& call) {
  if (absl::Now() >= call.deadline) {
    return MakeError(absl::StatusCode::kDeadlineExceeded, Reason::kDeadlineExceeded,
                     "the time allowed ran out before the call's turn came");
  }
  return call.cancelled() ? absl::CancelledError("the caller has gone") : absl::OkStatus();
}

void LogCall(const Runtime& runtime, const ServedMethod& served, const Call& call,
             const absl::Status& status, absl::Duration took) {
  const ErrorDetail detail = DetailOf(status);
  const bool ours = !status.ok() && status.code() != absl::StatusCode::kCancelled &&
                    (detail.reason == Reason::kUnspecified || detail.reason == Reason::kInternal ||
                     status.code() == absl::StatusCode::kDataLoss);
  if (served.method.policy.unlogged()) {
    if (!ours) return;
    obs::Log(obs::Level::kError, "rpc.failed",
             {{"method", call.method},
              {"code", absl::StatusCodeToString(status.code())},
              {"detail", std::string(status.message())}});
    return;
  }
  // A stream takes as long as there is something to say.
  const bool slow = !served.method.streaming && IsSlow(runtime, took);
  const obs::Level level = ours                                     ? obs::Level::kError
                           : slow                                   ? obs::Level::kWarn
                           : served.method.read_only && status.ok() ? obs::Level::kDebug
                                                                    : obs::Level::kInfo;
  if (!obs::LogsAt(level)) return;
  obs::Log(level, slow ? "rpc.slow" : "rpc.call",
           {{"method", call.method},
            {"code", absl::StatusCodeToString(status.code())},
            {"reason", status.ok() ? "" : ReasonName(detail.reason)},
            {"detail", ours ? std::string(status.message()) : ""},
            {"ms", absl::ToDoubleMilliseconds(took)},
            {"admission_ms", absl::ToDoubleMilliseconds(call.spent->admission)},
            {"database_ms", absl::ToDoubleMilliseconds(call.spent->Database())},
            {"request_id", call.request_id},
            {"trace_id", call.trace.trace_id},
            {"span_id", call.trace.span_id},
            {"principal", call.principal.token}});
}

}  // namespace tarazy::rpc
