#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "common/rpc/handle.h"
#include "common/rpc/page.h"
#include "services/rankings/app/store_methodology.h"
#include "services/rankings/rpc/convert.h"
#include "services/rankings/rpc/rankings_service.h"

namespace tarazy::rankings {

grpc::Status RankingsService::CreateMethodologyVersion(
    grpc::ServerContext* context, const v1::CreateMethodologyVersionRequest* request,
    v1::CreateMethodologyVersionResponse* response) {
  return rpc::HandleMutation(runtime_, context, database_, *request, response,
                             [&](const rpc::Call& call, sql::Tx& tx) -> absl::Status {
                               ASSIGN_OR_RETURN(const MethodologyVersion version,
                                                StoreMethodology(tx, request->source(), call.now));
                               *response->mutable_methodology() = ToProto(version);
                               if (request->validate_only())
                                 response->mutable_methodology()->clear_name();
                               return absl::OkStatus();
                             });
}

grpc::Status RankingsService::GetMethodologyVersion(grpc::ServerContext* context,
                                                    const v1::GetMethodologyVersionRequest* request,
                                                    v1::GetMethodologyVersionResponse* response) {
  return rpc::Handle(runtime_, context, *request, [&](const rpc::Call& call) -> absl::Status {
    ASSIGN_OR_RETURN(const MethodologyRef ref, ParseMethodology("name", request->name()));
    return database_.Read(call, [&](sql::Tx& tx) -> absl::Status {
      ASSIGN_OR_RETURN(const MethodologyVersion version, LoadMethodology(tx, ref.id, ref.version));
      *response->mutable_methodology() = ToProto(version);
      return absl::OkStatus();
    });
  });
}

grpc::Status RankingsService::ListMethodologyVersions(
    grpc::ServerContext* context, const v1::ListMethodologyVersionsRequest* request,
    v1::ListMethodologyVersionsResponse* response) {
  return rpc::Handle(runtime_, context, *request, [&](const rpc::Call& call) -> absl::Status {
    ASSIGN_OR_RETURN(const rpc::Page page, runtime_.pages.Open(*request, 2));
    int after = 0;
    if (!page.first() && !absl::SimpleAtoi(page.after[1], &after)) return Internal("a bad cursor");
    std::vector<MethodologyVersion> versions;
    RETURN_IF_ERROR(database_.Read(call, [&](sql::Tx& tx) -> absl::Status {
      ASSIGN_OR_RETURN(
          versions, ListMethodologies(tx, page.first() ? "" : page.after[0], after, page.size + 1));
      return absl::OkStatus();
    }));
    if (versions.size() > static_cast<size_t>(page.size)) {
      versions.pop_back();
      response->set_next_page_token(runtime_.pages.Next(
          *request, {versions.back().id, absl::StrCat(versions.back().version)}));
    }
    for (const auto& version : versions) *response->add_methodologies() = ToProto(version);
    return absl::OkStatus();
  });
}

}  // namespace tarazy::rankings
