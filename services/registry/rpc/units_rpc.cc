// Units as rankings sees them, many at once.
#include <optional>

#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "common/rpc/handle.h"
#include "services/registry/rpc/convert.h"
#include "services/registry/rpc/registry_service.h"
#include "services/registry/store/unit_store.h"

namespace tarazy::registry {
namespace {

constexpr int kMaxBatch = 1000;

absl::Status ResolveKey(sql::Tx& tx, Kind kind, const std::string& key,
                        v1::ResolveUnitsResponse::Resolution* resolution) {
  ASSIGN_OR_RETURN(const std::optional<Unit> by_id, FindUnit(tx, kind, key));
  std::vector<Unit> found;
  if (by_id.has_value()) {
    found = {*by_id};
  } else {
    ASSIGN_OR_RETURN(found, FindByTitle(tx, kind, key));
  }
  resolution->set_matches(static_cast<int>(found.size()));
  if (found.size() == 1) *resolution->mutable_unit() = ToUnit(found.front());
  return absl::OkStatus();
}

}  // namespace

grpc::Status RegistryService::ResolveUnits(grpc::ServerContext* context,
                                           const v1::ResolveUnitsRequest* request,
                                           v1::ResolveUnitsResponse* response) {
  return rpc::Handle(runtime_, context, *request, [&](const rpc::Call& call) -> absl::Status {
    ASSIGN_OR_RETURN(const Kind kind, ParseKind(request->kind()));
    if (request->keys_size() > kMaxBatch) return InvalidField("keys", "at most 1,000 at once");
    return database_.Read(call, [&](sql::Tx& tx) -> absl::Status {
      response->Clear();
      for (const std::string& key : request->keys()) {
        RETURN_IF_ERROR(ResolveKey(tx, kind, key, response->add_resolutions()));
      }
      return absl::OkStatus();
    });
  });
}

grpc::Status RegistryService::RegisterUnits(grpc::ServerContext* context,
                                            const v1::RegisterUnitsRequest* request,
                                            v1::RegisterUnitsResponse* response) {
  return rpc::HandleMutation(runtime_, context, database_, *request, response,
                             [&](const rpc::Call& call, sql::Tx& tx) -> absl::Status {
                               if (request->units_size() > kMaxBatch)
                                 return InvalidField("units", "at most 1,000 at once");
                               ASSIGN_OR_RETURN(const std::vector<Unit> units, Parse(*request));
                               ASSIGN_OR_RETURN(const int registered,
                                                RegisterMissing(tx, units, call.now));
                               response->set_registered(registered);
                               return absl::OkStatus();
                             });
}

}  // namespace tarazy::registry
