#include "services/registry/module.h"

#include <utility>

#include "absl/time/clock.h"
#include "common/base/status_macros.h"
#include "services/registry/app/put_unit.h"
#include "services/registry/rpc/registry_service.h"
#include "services/registry/store/unit_store.h"

namespace tarazy::registry {
namespace {

constexpr int kUnitsAtOnce = 500;
constexpr absl::Duration kCatchUpStep = absl::Seconds(60);

// Units that a program without search registered or changed get the words by which they are found,
// before anybody looks for them.
absl::Status CatchUp(sql::Database& database) {
  for (const Kind kind : {Kind::kInstitution, Kind::kProgramme}) {
    int done = 0;
    do {
      RETURN_IF_ERROR(database.Write(Context{.deadline = absl::Now() + kCatchUpStep},
                                     [&](sql::Tx& tx) -> absl::Status {
                                       ASSIGN_OR_RETURN(done, CatchUpWords(tx, kind, kUnitsAtOnce));
                                       return absl::OkStatus();
                                     }));
    } while (done == kUnitsAtOnce);
  }
  return absl::OkStatus();
}

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
  RETURN_IF_ERROR(CatchUp(*database));
  return std::make_unique<RegistryModule>(platform, std::move(database));
}

}  // namespace tarazy::registry
