// The doors of a running deployment.
#pragma once

#include <grpcpp/client_context.h>
#include <grpcpp/support/status.h>

#include <memory>
#include <string>

#include "absl/time/time.h"
#include "tarazy/accreditation/v1/cases_service.grpc.pb.h"
#include "tarazy/accreditation/v1/decisions_service.grpc.pb.h"
#include "tarazy/accreditation/v1/frameworks_service.grpc.pb.h"
#include "tarazy/accreditation/v1/register_service.grpc.pb.h"
#include "tarazy/rankings/v1/rankings_service.grpc.pb.h"
#include "tarazy/rankings/v1/submissions_service.grpc.pb.h"
#include "tarazy/registry/v1/registry_service.grpc.pb.h"
#include "tests/e2e/deployment.h"

namespace tarazy::chaos {

class Clients {
 public:
  // Calls may take this long.
  explicit Clients(const e2e::Deployment& deployment, absl::Duration timeout = absl::Seconds(30));

  rankings::v1::RankingsService::Stub& rankings() { return *rankings_; }
  rankings::v1::SubmissionsService::Stub& submissions() { return *submissions_; }
  registry::v1::RegistryService::Stub& registry() { return *registry_; }
  accreditation::v1::FrameworksService::Stub& frameworks() { return *frameworks_; }
  accreditation::v1::CasesService::Stub& cases() { return *cases_; }
  accreditation::v1::DecisionsService::Stub& decisions() { return *decisions_; }
  accreditation::v1::RegisterService::Stub& registers() { return *registers_; }

  // The administrator's, for one call.
  std::unique_ptr<grpc::ClientContext> Context() const;
  absl::Duration timeout() const { return timeout_; }

 private:
  const absl::Duration timeout_;
  const std::string token_;
  const std::unique_ptr<rankings::v1::RankingsService::Stub> rankings_;
  const std::unique_ptr<rankings::v1::SubmissionsService::Stub> submissions_;
  const std::unique_ptr<registry::v1::RegistryService::Stub> registry_;
  const std::unique_ptr<accreditation::v1::FrameworksService::Stub> frameworks_;
  const std::unique_ptr<accreditation::v1::CasesService::Stub> cases_;
  const std::unique_ptr<accreditation::v1::DecisionsService::Stub> decisions_;
  const std::unique_ptr<accreditation::v1::RegisterService::Stub> registers_;
};

// The reason of an error of ours, such as "COMMIT_OUTCOME_UNKNOWN"; empty for the transport's own.
std::string ReasonOf(const grpc::Status& status);

// For messages of tests: code, reason and sentence.
std::string Describe(const grpc::Status& status);

}  // namespace tarazy::chaos
