#include "services/accreditation/rpc/frameworks_service.h"

#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "common/rpc/handle.h"
#include "common/rpc/page.h"
#include "common/rpc/resource_name.h"
#include "common/rpc/values.h"
#include "services/accreditation/app/store_framework.h"
#include "services/accreditation/rpc/caller.h"

namespace tarazy::accreditation {
namespace {

v1::FrameworkFinding ToProto(const FrameworkFinding& finding) {
  v1::FrameworkFinding proto;
  proto.set_rule(finding.rule);
  proto.set_error(finding.error);
  proto.set_node(finding.node);
  proto.set_message(finding.message);
  proto.set_acknowledged(finding.acknowledged);
  return proto;
}

v1::Framework ToProto(const FrameworkVersion& version) {
  v1::Framework framework = version.framework;
  *framework.mutable_create_time() = rpc::ToProto(version.created);
  return framework;
}

absl::Status CheckSize(absl::string_view source) {
  if (source.size() <= kMaxFrameworkBytes) return absl::OkStatus();
  return InvalidField("source", absl::StrCat("larger than ", kMaxFrameworkBytes, " bytes"));
}

}  // namespace

grpc::Status FrameworksService::CreateFrameworkVersion(
    grpc::ServerContext* context, const v1::CreateFrameworkVersionRequest* request,
    v1::CreateFrameworkVersionResponse* response) {
  return rpc::HandleMutation(runtime_, context, database_, *request, response,
                             [&](const rpc::Call& call, sql::Tx& tx) -> absl::Status {
                               RETURN_IF_ERROR(CheckSize(request->source()));
                               ASSIGN_OR_RETURN(
                                   const StoredFramework stored,
                                   StoreFramework(tx, request->source(), ViewerOf(call), call.now));
                               *response->mutable_framework() = ToProto(stored.version);
                               if (request->validate_only())
                                 response->mutable_framework()->clear_name();
                               for (const FrameworkFinding& finding : stored.findings) {
                                 *response->add_findings() = ToProto(finding);
                               }
                               return absl::OkStatus();
                             });
}

grpc::Status FrameworksService::GetFrameworkVersion(grpc::ServerContext* context,
                                                    const v1::GetFrameworkVersionRequest* request,
                                                    v1::GetFrameworkVersionResponse* response) {
  return rpc::Handle(runtime_, context, *request, [&](const rpc::Call& call) -> absl::Status {
    ASSIGN_OR_RETURN(const auto ids,
                     rpc::ParseName("name", "frameworks/*/versions/*", request->name()));
    int number = 0;
    if (!absl::SimpleAtoi(ids[1], &number) || number < 0) {
      return InvalidField("name", "ends in the version's number");
    }
    return database_.Read(call, [&](sql::Tx& tx) -> absl::Status {
      ASSIGN_OR_RETURN(FrameworkVersion version, LoadFramework(tx, ids[0], number));
      *response->mutable_framework() = ToProto(version);
      response->set_source(std::move(version.source));
      return absl::OkStatus();
    });
  });
}

grpc::Status FrameworksService::ListFrameworks(grpc::ServerContext* context,
                                               const v1::ListFrameworksRequest* request,
                                               v1::ListFrameworksResponse* response) {
  return rpc::Handle(runtime_, context, *request, [&](const rpc::Call& call) -> absl::Status {
    ASSIGN_OR_RETURN(const rpc::Page page, runtime_.pages.Open(*request, 2));
    int after = 0;
    if (!page.first() && !absl::SimpleAtoi(page.after[1], &after)) return Internal("a bad cursor");
    std::vector<FrameworkVersion> versions;
    RETURN_IF_ERROR(database_.Read(call, [&](sql::Tx& tx) -> absl::Status {
      ASSIGN_OR_RETURN(versions, tarazy::accreditation::ListFrameworks(
                                     tx, page.first() ? "" : page.after[0], after, page.size + 1));
      return absl::OkStatus();
    }));
    if (versions.size() > static_cast<size_t>(page.size)) {
      versions.pop_back();
      response->set_next_page_token(runtime_.pages.Next(
          *request, {versions.back().framework.id(), absl::StrCat(versions.back().version)}));
    }
    for (const FrameworkVersion& version : versions) *response->add_frameworks() = ToProto(version);
    return absl::OkStatus();
  });
}

grpc::Status FrameworksService::LintFramework(grpc::ServerContext* context,
                                              const v1::LintFrameworkRequest* request,
                                              v1::LintFrameworkResponse* response) {
  return rpc::Handle(runtime_, context, *request, [&](const rpc::Call&) -> absl::Status {
    RETURN_IF_ERROR(CheckSize(request->source()));
    ASSIGN_OR_RETURN(const v1::Framework framework, ReadFramework(request->source()));
    for (const FrameworkFinding& finding : tarazy::accreditation::LintFramework(framework)) {
      *response->add_findings() = ToProto(finding);
    }
    return absl::OkStatus();
  });
}

}  // namespace tarazy::accreditation
