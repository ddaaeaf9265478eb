#include "services/registry/module.h"

#include <utility>

#include "common/base/status_macros.h"
#include "services/registry/rpc/registry_service.h"
#include "services/registry/store/unit_store.h"

namespace tarazy::registry {
namespace {

class RegistryModule final : public server::Module {
 public:
  RegistryModule(server::Platform& platform, std::unique_ptr<sql::Database> database)
      : database_(std::move(database)), service_(platform.runtime, *database_) {}

  std::string Name() const override { return "registry"; }
  std::vector<std::string> Services() const override {
    return {"tarazy.registry.v1.RegistryService"};
  }
  void Register(grpc::ServerBuilder& builder) override { builder.RegisterService(&service_); }
  absl::Status Ready(const Context& context) override { return database_->Ready(context); }

 private:
  const std::unique_ptr<sql::Database> database_;
  RegistryService service_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<server::Module>> MakeModule(server::Platform& platform) {
  ASSIGN_OR_RETURN(std::unique_ptr<sql::Database> database,
                   platform.open_database("registry", SchemaMigrations()));
  return std::make_unique<RegistryModule>(platform, std::move(database));
}

}  // namespace tarazy::registry
