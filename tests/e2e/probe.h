// What probes ask a running program.
#pragma once

#include <grpcpp/channel.h>

#include <memory>
#include <string>

namespace tarazy::e2e {

// grpc.health.v1 of a service ("liveness", "" for all): "SERVING", "NOT_SERVING", or "error" and
// the code.
std::string Health(const std::shared_ptr<grpc::Channel>& channel, const std::string& service);

// The whole answer to GET, with its head.
std::string HttpGet(const std::string& address, const std::string& path);
// The same to POST with this form.
std::string HttpPost(const std::string& address, const std::string& path, const std::string& form);

}  // namespace tarazy::e2e
