#include "services/rankings/module.h"

#include <algorithm>
#include <thread>
#include <utility>

#include "common/base/status_macros.h"
#include "common/server/event_courier.h"
#include "services/rankings/rpc/evidence_service.h"
#include "services/rankings/rpc/objections_service.h"
#include "services/rankings/rpc/rankings_service.h"
#include "services/rankings/rpc/sources_service.h"
#include "services/rankings/rpc/submissions_service.h"
#include "services/rankings/store/methodology_store.h"

namespace tarazy::rankings {
namespace {

int ComputeThreads(const config::v1::Config& config) {
  const int configured = config.limits().compute_threads();
  return configured > 0 ? configured
                        : std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
}

RankingsOptions Options(const config::v1::Config& config) {
  return {.threads = ComputeThreads(config),
          .second_person = config.publishing().approval() != "one_person"};
}

EvidenceLimits LimitsOf(const config::v1::Limits& limits) {
  return {.max_bytes = limits.max_evidence_bytes(),
          .max_institution_bytes = limits.max_institution_evidence_bytes(),
          .max_transfers = std::max(1, limits.max_concurrent_calls() / 4)};
}

class RankingsModule final : public server::Module {
 public:
  RankingsModule(server::Platform& platform, std::unique_ptr<sql::Database> database)
      : database_(std::move(database)),
        rankings_(platform.runtime, *database_, platform.channels, platform.cache, platform.heads,
                  Options(platform.config)),
        submissions_(platform.runtime, *database_, platform.channels),
        sources_(platform.runtime, *database_, platform.channels),
        objections_(platform.runtime, *database_),
        evidence_(platform.runtime, *database_, LimitsOf(platform.config.limits())),
        courier_(platform, *database_, "rankings", "notifications") {}

  std::string Name() const override { return "rankings"; }
  std::vector<std::string> Needs() const override { return {"registry"}; }
  std::vector<std::string> Services() const override {
    return {"tarazy.rankings.v1.RankingsService", "tarazy.rankings.v1.SubmissionsService",
            "tarazy.rankings.v1.SourcesService", "tarazy.rankings.v1.ObjectionsService",
            "tarazy.rankings.v1.EvidenceService"};
  }
  std::vector<std::string> Uses() const override {
    return {"accreditation", "notifications", "surveys"};
  }
  void Register(grpc::ServerBuilder& builder) override {
    builder.RegisterService(&rankings_)
        .RegisterService(&submissions_)
        .RegisterService(&sources_)
        .RegisterService(&objections_)
        .RegisterService(&evidence_);
  }
  absl::Status Start() override {
    courier_.Start();
    return absl::OkStatus();
  }
  absl::Status Ready(const Context& context) override { return database_->Ready(context); }
  void Drain(absl::Time /*deadline*/) override { courier_.Stop(); }

 private:
  const std::unique_ptr<sql::Database> database_;
  RankingsService rankings_;
  SubmissionsService submissions_;
  SourcesService sources_;
  ObjectionsService objections_;
  EvidenceService evidence_;
  server::EventCourier courier_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<server::Module>> MakeModule(server::Platform& platform) {
  ASSIGN_OR_RETURN(std::unique_ptr<sql::Database> database,
                   platform.open_database("rankings", SchemaMigrations()));
  return std::make_unique<RankingsModule>(platform, std::move(database));
}

}  // namespace tarazy::rankings
