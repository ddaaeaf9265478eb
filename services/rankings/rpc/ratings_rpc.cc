#include "common/rpc/handle.h"
#include "services/rankings/app/import_ratings.h"
#include "services/rankings/rpc/caller.h"
#include "services/rankings/rpc/convert.h"
#include "services/rankings/rpc/import_stream.h"
#include "services/rankings/rpc/rankings_service.h"
#include "services/rankings/rpc/registry_client.h"

namespace tarazy::rankings {
namespace {

absl::StatusOr<RatingsRequest> ParseHeader(const rpc::Call& call,
                                           const v1::ImportRatingsRequest::Header& header) {
  RatingsRequest request{.variable = header.variable(),
                         .file_name = header.file_name(),
                         .validate_only = header.validate_only(),
                         .entered_by = PersonOf(call).name,
                         .works_at = PersonOf(call).institution,
                         .now = call.now};
  ASSIGN_OR_RETURN(request.ranking, ParseRanking("header.ranking", header.ranking()));
  ASSIGN_OR_RETURN(const std::optional<ValueState> state,
                   ParseState("header.state", header.state()));
  request.state = state.value_or(ValueState::kVerified);
  RETURN_IF_ERROR(CheckImportState(call, request.state));
  RETURN_IF_ERROR(CheckText("header.variable", header.variable(), 200));
  RETURN_IF_ERROR(CheckText("header.file_name", header.file_name(), 200));
  return request;
}

v1::ImportRatingsResponse ToProto(const RatingsResult& result) {
  v1::ImportRatingsResponse response;
  response.mutable_result()->set_revision(result.revision);
  response.mutable_result()->set_units(result.units);
  response.mutable_result()->set_respondents(result.respondents);
  response.mutable_result()->set_ratings(result.ratings);
  response.mutable_result()->set_below_base(result.below_base);
  response.mutable_result()->set_cleared(result.cleared);
  return response;
}

}  // namespace

grpc::Status RankingsService::ImportRatings(
    grpc::ServerContext* context,
    grpc::ServerReaderWriter<v1::ImportRatingsResponse, v1::ImportRatingsRequest>* stream) {
  using Hooks = ImportHooks<v1::ImportRatingsResponse>;
  return rpc::HandleCall(
      runtime_, context, v1::ImportRatingsRequest::descriptor(),
      [&](const rpc::Call& call) -> absl::Status {
        return ServeImport(
            database_, *context, call, *stream,
            [&](const v1::ImportRatingsRequest::Header& header) {
              return ParseHeader(call, header);
            },
            [&](RatingsRequest& request, SpooledFile& file,
                const Hooks& hooks) -> absl::StatusOr<v1::ImportRatingsResponse> {
              request.progress = hooks.progress;
              request.problem = hooks.problem;
              request.file_digest = hooks.file_digest;
              RegistryClient directory(channels_, call);
              ASSIGN_OR_RETURN(const RatingsResult result,
                               tarazy::rankings::ImportRatings(
                                   database_, call, file, directory, request, hooks.before,
                                   [&](sql::Tx& tx, const RatingsResult& stored) {
                                     return hooks.remember(tx, ToProto(stored));
                                   }));
              return ToProto(result);
            });
      });
}

}  // namespace tarazy::rankings
