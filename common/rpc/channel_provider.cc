#include "common/rpc/channel_provider.h"

#include <grpcpp/create_channel.h>
#include <grpcpp/security/credentials.h>
#include <grpcpp/server.h>
#include <grpcpp/server_context.h>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"

namespace tarazy::rpc {
namespace {

constexpr int kMaxMetadata = 64 << 10;
// A peer that comes back is found again within this, however long it was away: gRPC's own pauses
// grow to two minutes.
constexpr int kMaxReconnectMillis = 1000;
constexpr int kFirstReconnectMillis = 200;

}  // namespace

void ChannelProvider::ServeLocally(grpc::Server& server) {
  grpc::ChannelArguments arguments;
  MutexLock lock(mu_);
  local_ = server.InProcessChannel(arguments);
}

absl::StatusOr<std::shared_ptr<grpc::Channel>> ChannelProvider::For(absl::string_view service) {
  const std::string name(service);
  const auto peer = peers_.find(name);
  MutexLock lock(mu_);
  if (peer == peers_.end()) {
    if (local_ != nullptr) return local_;
    return MakeError(absl::StatusCode::kFailedPrecondition, Reason::kUnavailable,
                     absl::StrCat("the service ", service, " is not reachable from here"));
  }
  std::shared_ptr<grpc::Channel>& channel = remote_[name];
  if (channel == nullptr) {
    grpc::ChannelArguments arguments;
    arguments.SetLoadBalancingPolicyName("round_robin");
    arguments.SetInt(GRPC_ARG_MAX_METADATA_SIZE, kMaxMetadata);
    arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, kFirstReconnectMillis);
    arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, kMaxReconnectMillis);
    channel = grpc::CreateCustomChannel(absl::StrCat("dns:///", peer->second),
                                        grpc::InsecureChannelCredentials(), arguments);
  }
  return channel;
}

std::unique_ptr<grpc::ClientContext> Onward(const Call& call) {
  std::unique_ptr<grpc::ClientContext> context =
      call.server_context == nullptr ? std::make_unique<grpc::ClientContext>()
                                     : grpc::ClientContext::FromServerContext(*call.server_context);
  if (call.deadline != absl::InfiniteFuture()) {
    context->set_deadline(absl::ToChronoTime(call.deadline));
  }
  context->AddMetadata("authorization", absl::StrCat("Bearer ", call.bearer));
  context->AddMetadata("x-request-id", call.request_id);
  context->AddMetadata("traceparent", call.trace.Parent());
  if (!call.trace.state.empty()) context->AddMetadata("tracestate", call.trace.state);
  return context;
}

}  // namespace tarazy::rpc
