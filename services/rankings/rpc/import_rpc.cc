#include "common/rpc/handle.h"
#include "services/rankings/app/import_values.h"
#include "services/rankings/rpc/caller.h"
#include "services/rankings/rpc/convert.h"
#include "services/rankings/rpc/import_stream.h"
#include "services/rankings/rpc/rankings_service.h"
#include "services/rankings/rpc/registry_client.h"

namespace tarazy::rankings {
namespace {

// An institution states drafts of its own; only a verifier enters what is verified already.
absl::Status ParseStateAndOrigin(const rpc::Call& call,
                                 const v1::ImportValuesRequest::Header& header,
                                 ImportRequest& request) {
  const bool institution = !request.own_institution.empty();
  ASSIGN_OR_RETURN(const std::optional<ValueState> state,
                   ParseState("header.state", header.state()));
  request.state = state.value_or(institution ? ValueState::kDraft : ValueState::kVerified);
  if (!header.origin().empty()) request.origin = header.origin();
  if (institution) request.origin = std::string(kInstitutionOrigin);
  RETURN_IF_ERROR(CheckImportState(call, request.state));
  if (institution && request.state != ValueState::kDraft) {
    return MakeError(absl::StatusCode::kPermissionDenied, Reason::kPermissionDenied,
                     "an institution imports drafts; hand them in with SubmitValues");
  }
  if (institution && request.register_units) {
    return MakeError(absl::StatusCode::kPermissionDenied, Reason::kPermissionDenied,
                     "the agency registers units; leave register_units out");
  }
  return absl::OkStatus();
}

absl::StatusOr<ImportRequest> ParseHeader(const rpc::Call& call,
                                          const v1::ImportValuesRequest::Header& header) {
  ImportRequest request{
      .register_units = header.register_units(),
      .ignored_columns = {header.ignored_columns().begin(), header.ignored_columns().end()},
      .file_name = header.file_name(),
      .validate_only = header.validate_only(),
      .own_institution = RepresentedBy(call),
      .entered_by = PersonOf(call).name,
      .works_at = PersonOf(call).institution,
      .now = call.now};
  ASSIGN_OR_RETURN(request.ranking, ParseRanking("header.ranking", header.ranking()));
  RETURN_IF_ERROR(ParseStateAndOrigin(call, header, request));
  RETURN_IF_ERROR(CheckText("header.file_name", header.file_name(), 200));
  return request;
}

v1::ImportValuesResponse ToProto(const ImportResult& result) {
  v1::ImportValuesResponse response;
  response.mutable_result()->set_revision(result.revision);
  response.mutable_result()->set_units(result.units);
  response.mutable_result()->set_registered(result.registered);
  response.mutable_result()->set_cells(result.cells);
  response.mutable_result()->set_cleared(result.cleared);
  return response;
}

}  // namespace

grpc::Status RankingsService::ImportValues(
    grpc::ServerContext* context,
    grpc::ServerReaderWriter<v1::ImportValuesResponse, v1::ImportValuesRequest>* stream) {
  using Hooks = ImportHooks<v1::ImportValuesResponse>;
  return rpc::HandleCall(runtime_, context, v1::ImportValuesRequest::descriptor(),
                         [&](const rpc::Call& call) -> absl::Status {
                           return ServeImport(
                               database_, *context, call, *stream,
                               [&](const v1::ImportValuesRequest::Header& header) {
                                 return ParseHeader(call, header);
                               },
                               [&](ImportRequest& request, SpooledFile& file,
                                   const Hooks& hooks) -> absl::StatusOr<v1::ImportValuesResponse> {
                                 request.progress = hooks.progress;
                                 request.problem = hooks.problem;
                                 RegistryClient directory(channels_, call);
                                 ASSIGN_OR_RETURN(
                                     const ImportResult result,
                                     tarazy::rankings::ImportValues(
                                         database_, call, file, directory, request, hooks.before,
                                         [&](sql::Tx& tx, const ImportResult& stored) {
                                           return hooks.remember(tx, ToProto(stored));
                                         }));
                                 return ToProto(result);
                               });
                         });
}

}  // namespace tarazy::rankings
