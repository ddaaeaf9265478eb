#include "services/accreditation/module.h"

#include <algorithm>
#include <utility>

#include "absl/strings/strip.h"
#include "common/base/status_macros.h"
#include "common/server/event_courier.h"
#include "common/server/key_file.h"
#include "services/accreditation/rpc/cases_service.h"
#include "services/accreditation/rpc/certificates_service.h"
#include "services/accreditation/rpc/decisions_service.h"
#include "services/accreditation/rpc/documents_service.h"
#include "services/accreditation/rpc/follow_up_service.h"
#include "services/accreditation/rpc/frameworks_service.h"
#include "services/accreditation/rpc/register_service.h"
#include "services/accreditation/store/framework_store.h"

namespace tarazy::accreditation {
namespace {

DocumentLimits LimitsOf(const config::v1::Limits& limits) {
  return {.max_bytes = limits.max_evidence_bytes(),
          .max_holder_bytes = limits.max_institution_evidence_bytes(),
          .max_transfers = std::max(1, limits.max_concurrent_calls() / 4)};
}

class AccreditationModule final : public server::Module {
 public:
  AccreditationModule(server::Platform& platform, std::unique_ptr<sql::Database> database,
                      Signer signer)
      : database_(std::move(database)),
        signer_(std::move(signer)),
        frameworks_(platform.runtime, *database_),
        cases_(platform.runtime, *database_, platform.channels),
        follow_up_(platform.runtime, *database_),
        register_(platform.runtime, *database_, platform.channels, platform.cache, platform.heads),
        decisions_(platform.runtime, *database_, platform.channels, register_.bell(), &signer_),
        certificates_(platform.runtime, *database_, signer_, &register_.bell()),
        documents_(platform.runtime, *database_, LimitsOf(platform.config.limits())),
        courier_(platform, *database_, "accreditation", "notifications") {}

  std::string Name() const override { return "accreditation"; }
  std::vector<std::string> Needs() const override { return {"registry"}; }
  std::vector<std::string> Services() const override {
    return {
        "tarazy.accreditation.v1.FrameworksService", "tarazy.accreditation.v1.CasesService",
        "tarazy.accreditation.v1.FollowUpService",   "tarazy.accreditation.v1.DecisionsService",
        "tarazy.accreditation.v1.RegisterService",   "tarazy.accreditation.v1.CertificatesService",
        "tarazy.accreditation.v1.DocumentsService"};
  }
  std::vector<std::string> Uses() const override { return {"notifications", "surveys"}; }
  void Register(grpc::ServerBuilder& builder) override {
    builder.RegisterService(&frameworks_)
        .RegisterService(&cases_)
        .RegisterService(&follow_up_)
        .RegisterService(&decisions_)
        .RegisterService(&register_)
        .RegisterService(&certificates_)
        .RegisterService(&documents_);
  }
  absl::Status Start() override {
    courier_.Start();
    return absl::OkStatus();
  }
  absl::Status Ready(const Context& context) override { return database_->Ready(context); }
  void Drain(absl::Time /*deadline*/) override {
    courier_.Stop();
    register_.Drain();
  }

 private:
  const std::unique_ptr<sql::Database> database_;
  const Signer signer_;
  FrameworksService frameworks_;
  CasesService cases_;
  FollowUpService follow_up_;
  RegisterService register_;
  DecisionsService decisions_;
  CertificatesService certificates_;
  DocumentsService documents_;
  server::EventCourier courier_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<server::Module>> MakeModule(server::Platform& platform) {
  ASSIGN_OR_RETURN(std::unique_ptr<sql::Database> database,
                   platform.open_database("accreditation", SchemaMigrations()));
  const config::v1::Certificates& certificates = platform.config.certificates();
  ASSIGN_OR_RETURN(Ed25519Key key, server::LoadOrMakeKey(certificates.key_file()));
  Signer signer{.key = std::move(key),
                .public_url = std::string(absl::StripSuffix(certificates.public_url(), "/"))};
  return std::make_unique<AccreditationModule>(platform, std::move(database), std::move(signer));
}

}  // namespace tarazy::accreditation
