// The steps that every call takes, whichever way it is served (handle.h, hot_method.h).
#pragma once

#include <grpcpp/server_context.h>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/rpc/call.h"
#include "common/rpc/runtime.h"

namespace tarazy::rpc {

inline constexpr char kRequestIdHeader[] = "x-request-id";

// The caller's metadata of this name; empty when absent. Valid as long as the context.
absl::string_view Header(const grpc::ServerContextBase& context, const char* name);

// The caller's secret, without "Bearer "; empty when absent.
absl::string_view Bearer(const grpc::ServerContextBase& context);

// The caller's x-request-id when it is harmless, so that one id runs through all services and logs,
// else a random one.
std::string RequestId(const grpc::ServerContextBase& context);

// What the metadata say; the principal is still unknown. `context` must outlive the call.
Call MakeCall(const Runtime& runtime, const grpc::ServerContextBase& context,
              const auth::Method& method);

// Authenticates, checks the policy and waits for a place, then runs the body.
absl::Status LetIn(Runtime& runtime, const auth::Method& method, Call& call,
                   absl::FunctionRef<absl::Status(const Call&)> body);

// OK while the caller waits, else DEADLINE_EXCEEDED or CANCELLED.
absl::Status StillWanted(const Call& call);

// Logs a call that has ended: at debug when it was a fast and successful reading one.
void LogCall(const Runtime& runtime, const ServedMethod& served, const Call& call,
             const absl::Status& status, absl::Duration took);

// True when LogCall would write a line about a successful reading call that took this long.
bool WouldLogRead(const Runtime& runtime, absl::Duration took);

}  // namespace tarazy::rpc
