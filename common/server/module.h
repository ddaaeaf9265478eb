// One service inside a process: all that a process knows of it.
#pragma once

#include <grpcpp/server_builder.h>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/cache/heads.h"
#include "common/cache/tiered_cache.h"
#include "common/rpc/channel_provider.h"
#include "common/rpc/runtime.h"
#include "common/server/http_server.h"
#include "common/sql/database.h"
#include "tarazy/config/v1/config.pb.h"

namespace tarazy::server {

// The seams that a module builds on.
struct Platform {
  const config::v1::Config& config;
  rpc::Runtime& runtime;
  rpc::ChannelProvider& channels;
  cache::TieredCache& cache;
  cache::Heads& heads;
  // With which this process calls others on nobody's behalf: the role service.
  const std::string& service_token;
  // Opens the data of a service where the configuration says.
  std::function<absl::StatusOr<std::unique_ptr<sql::Database>>(absl::string_view name,
                                                               const sql::Migrations& migrations)>
      open_database;
};

class Module {
 public:
  virtual ~Module() = default;
  // As in --modules.
  virtual std::string Name() const = 0;
  // The services that it calls, by the names of their modules.
  virtual std::vector<std::string> Needs() const { return {}; }
  // Those that it calls when it is told where they are, and does without when it is not.
  virtual std::vector<std::string> Uses() const { return {}; }
  // The full names of its gRPC services: for policies and health.
  virtual std::vector<std::string> Services() const = 0;
  virtual void Register(grpc::ServerBuilder& builder) = 0;
  // What it serves over plain HTTP; nothing when the path is none of its own. Must be quick.
  virtual std::optional<HttpServer::Answer> AnswerHttp(const HttpServer::Request& /*request*/) {
    return std::nullopt;
  }
  // Background work may begin: the server is listening.
  virtual absl::Status Start() { return absl::OkStatus(); }
  // Asked every second; may go back to not ready.
  virtual absl::Status Ready(const Context& context) = 0;
  // Background work ends before `deadline`.
  virtual void Drain(absl::Time /*deadline*/) {}
};

using ModuleFactory = std::function<absl::StatusOr<std::unique_ptr<Module>>(Platform&)>;

struct ModuleEntry {
  std::string name;  // as in --modules
  ModuleFactory make;
};

}  // namespace tarazy::server
