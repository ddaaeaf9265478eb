#include "tests/chaos/clients.h"

#include <google/rpc/error_details.pb.h>
#include <google/rpc/status.pb.h>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"

namespace tarazy::chaos {

Clients::Clients(const e2e::Deployment& deployment, absl::Duration timeout)
    : timeout_(timeout),
      token_(deployment.AdminToken()),
      rankings_(rankings::v1::RankingsService::NewStub(deployment.rankings())),
      submissions_(rankings::v1::SubmissionsService::NewStub(deployment.rankings())),
      registry_(registry::v1::RegistryService::NewStub(deployment.registry())),
      frameworks_(accreditation::v1::FrameworksService::NewStub(deployment.accreditation())),
      cases_(accreditation::v1::CasesService::NewStub(deployment.accreditation())),
      decisions_(accreditation::v1::DecisionsService::NewStub(deployment.accreditation())),
      registers_(accreditation::v1::RegisterService::NewStub(deployment.accreditation())) {}

std::unique_ptr<grpc::ClientContext> Clients::Context() const {
  auto context = std::make_unique<grpc::ClientContext>();
  context->AddMetadata("authorization", "Bearer " + token_);
  context->set_deadline(absl::ToChronoTime(absl::Now() + timeout_));
  return context;
}

std::string ReasonOf(const grpc::Status& status) {
  google::rpc::Status wire;
  wire.ParseFromString(status.error_details());
  google::rpc::ErrorInfo info;
  for (const auto& detail : wire.details()) {
    if (detail.UnpackTo(&info)) return info.reason();
  }
  return "";
}

std::string Describe(const grpc::Status& status) {
  return absl::StrCat(absl::StatusCodeToString(static_cast<absl::StatusCode>(status.error_code())),
                      " ", ReasonOf(status), ": ", status.error_message());
}

}  // namespace tarazy::chaos
