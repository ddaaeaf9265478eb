// How one service reaches another: in process when it lives here, else over the network.
#pragma once

#include <grpcpp/channel.h>
#include <grpcpp/client_context.h>

#include <map>
#include <memory>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/base/mutex.h"
#include "common/rpc/call.h"

namespace grpc {
class Server;
}

namespace tarazy::rpc {

class ChannelProvider {
 public:
  // `peers`: service ("registry") to HOST:PORT.
  explicit ChannelProvider(std::map<std::string, std::string> peers) : peers_(std::move(peers)) {}

  // From now on services without a peer are reached inside this server.
  void ServeLocally(grpc::Server& server);

  // The channel to a service. A peer wins over the local module; FAILED_PRECONDITION before
  // ServeLocally when there is no peer.
  absl::StatusOr<std::shared_ptr<grpc::Channel>> For(absl::string_view service);

 private:
  const std::map<std::string, std::string> peers_;
  Mutex mu_;
  std::shared_ptr<grpc::Channel> local_ ABSL_GUARDED_BY(mu_);
  std::map<std::string, std::shared_ptr<grpc::Channel>, std::less<>> remote_ ABSL_GUARDED_BY(mu_);
};

// A context for a call made on behalf of `call`: its deadline, cancellation, token, request id
// and trace.
std::unique_ptr<grpc::ClientContext> Onward(const Call& call);

}  // namespace tarazy::rpc
