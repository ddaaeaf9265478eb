#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/rpc/handle.h"
#include "common/rpc/idempotency.h"
#include "common/rpc/idle_watch.h"
#include "services/rankings/app/import_values.h"
#include "services/rankings/rpc/caller.h"
#include "services/rankings/rpc/convert.h"
#include "services/rankings/rpc/rankings_service.h"
#include "services/rankings/rpc/receive_file.h"
#include "services/rankings/rpc/registry_client.h"

namespace tarazy::rankings {
namespace {

using Stream = grpc::ServerReaderWriter<v1::ImportValuesResponse, v1::ImportValuesRequest>;

constexpr absl::Duration kProgressInterval = absl::Milliseconds(200);

// Progress as it happens, every new phase, but else not more often than people can see.
class Reporter {
 public:
  explicit Reporter(Stream& stream) : stream_(stream) {}

  void Progress(const ImportProgress& progress) {
    const absl::Time now = absl::Now();
    if (now < next_ && progress.phase == phase_) return;
    phase_ = progress.phase;
    next_ = now + kProgressInterval;
    v1::ImportValuesResponse response;
    response.mutable_progress()->set_bytes(progress.bytes);
    response.mutable_progress()->set_rows(progress.rows);
    response.mutable_progress()->set_cells(progress.cells);
    response.mutable_progress()->set_phase(std::string(progress.phase));
    response.mutable_progress()->set_share(progress.share);
    stream_.Write(response);
  }

  void Problem(const ImportProblem& problem) {
    v1::ImportValuesResponse response;
    response.mutable_problem()->set_row(problem.row);
    response.mutable_problem()->set_column(problem.column);
    response.mutable_problem()->set_message(problem.message);
    stream_.Write(response);
  }

 private:
  Stream& stream_;
  absl::string_view phase_;
  absl::Time next_ = absl::InfinitePast();
};

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
  if (request.state != ValueState::kDraft && request.state != ValueState::kSubmitted &&
      request.state != ValueState::kVerified) {
    return InvalidField("header.state", "must be draft, submitted or verified");
  }
  const bool verifier = call.principal.role == common::v1::ROLE_VERIFIER ||
                        call.principal.role == common::v1::ROLE_ADMIN;
  if (request.state == ValueState::kVerified && !verifier) {
    return MakeError(absl::StatusCode::kPermissionDenied, Reason::kPermissionDenied,
                     "verified values are entered by a verifier; import them as draft or "
                     "submitted, or ask a verifier");
  }
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

grpc::Status RankingsService::ImportValues(grpc::ServerContext* context, Stream* stream) {
  return rpc::HandleCall(
      runtime_, context, v1::ImportValuesRequest::descriptor(),
      [&](const rpc::Call& call) -> absl::Status {
        v1::ImportValuesRequest first;
        ImportRequest request;
        SpooledFile file;
        {
          const rpc::IdleWatch watch(call.deadline, [context] { context->TryCancel(); });
          RETURN_IF_ERROR(ReceiveHeader(*stream, watch, first));
          ASSIGN_OR_RETURN(request, ParseHeader(call, first.header()));
          RETURN_IF_ERROR(ReceiveChunks<v1::ImportValuesRequest>(*stream, watch, file));
        }
        RETURN_IF_ERROR(CheckReceived(*context, file, first.header().size_bytes()));

        ASSIGN_OR_RETURN(const rpc::Once once, rpc::Once::For(call, first.header(), file.Digest()));
        v1::ImportValuesResponse response;
        bool repeated = false;
        RETURN_IF_ERROR(database_.Read(call, [&](sql::Tx& tx) -> absl::Status {
          ASSIGN_OR_RETURN(repeated, once.Recall(tx, &response));
          return absl::OkStatus();
        }));
        if (!repeated) {
          Reporter reporter(*stream);
          request.progress = [&](const ImportProgress& progress) { reporter.Progress(progress); };
          request.problem = [&](const ImportProblem& problem) { reporter.Problem(problem); };
          RegistryClient directory(channels_, call);
          ASSIGN_OR_RETURN(const ImportResult result,
                           tarazy::rankings::ImportValues(
                               database_, call, file, directory, request,
                               [&](sql::Tx& tx) -> absl::StatusOr<bool> {
                                 ASSIGN_OR_RETURN(repeated, once.Recall(tx, &response));
                                 return repeated;
                               },
                               [&](sql::Tx& tx, const ImportResult& stored) {
                                 return once.Remember(tx, ToProto(stored), call.now);
                               }));
          if (!repeated) response = ToProto(result);
        }
        stream->Write(response);
        return absl::OkStatus();
      });
}

}  // namespace tarazy::rankings
