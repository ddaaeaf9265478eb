// What the streaming imports share: a header, then a file in pieces; progress, problems and one
// result come back. The request is a v1::Import…Request, the response its v1::Import…Response.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/clock.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/rpc/call.h"
#include "common/rpc/idempotency.h"
#include "common/sql/database.h"
#include "services/rankings/app/import_problems.h"
#include "services/rankings/app/import_scan.h"
#include "services/rankings/app/spooled_file.h"
#include "services/rankings/rpc/receive_file.h"
#include "tarazy/rankings/v1/rankings_service.grpc.pb.h"

namespace tarazy::rankings {

// INVALID_ARGUMENT for a state that no import brings, PERMISSION_DENIED when the caller may not
// enter such values.
absl::Status CheckImportState(const rpc::Call& call, ValueState state);

// Progress as it happens, every new phase, but else not more often than people can see.
template <typename Request, typename Response>
class ImportReporter {
 public:
  explicit ImportReporter(grpc::ServerReaderWriter<Response, Request>& stream) : stream_(stream) {}

  void Progress(const ImportProgress& progress) {
    constexpr absl::Duration kInterval = absl::Milliseconds(200);
    const absl::Time now = absl::Now();
    if (now < next_ && progress.phase == phase_) return;
    phase_ = progress.phase;
    next_ = now + kInterval;
    Response response;
    response.mutable_progress()->set_bytes(progress.bytes);
    response.mutable_progress()->set_rows(progress.rows);
    response.mutable_progress()->set_cells(progress.cells);
    response.mutable_progress()->set_phase(std::string(progress.phase));
    response.mutable_progress()->set_share(progress.share);
    stream_.Write(response);
  }

  void Problem(const ImportProblem& problem) {
    Response response;
    response.mutable_problem()->set_row(problem.row);
    response.mutable_problem()->set_column(problem.column);
    response.mutable_problem()->set_message(problem.message);
    stream_.Write(response);
  }

 private:
  grpc::ServerReaderWriter<Response, Request>& stream_;
  absl::string_view phase_;
  absl::Time next_ = absl::InfinitePast();
};

// What an import calls while it runs.
template <typename Response>
struct ImportHooks {
  OnProgress progress;
  OnProblem problem;
  // First in the storing transaction; true when an overlapping repeat stored this import already.
  std::function<absl::StatusOr<bool>(sql::Tx&)> before;
  // Last in the storing transaction, with the answer.
  std::function<absl::Status(sql::Tx&, const Response&)> remember;
  std::string file_digest;  // hex SHA-256
};

// One import from header to answer, once for each request id. `parse` turns the header into what
// `run` takes: run(parsed, file, hooks) gives the answer.
template <typename Request, typename Response, typename Parse, typename Run>
absl::Status ServeImport(sql::Database& database, grpc::ServerContext& context,
                         const rpc::Call& call, grpc::ServerReaderWriter<Response, Request>& stream,
                         Parse parse, Run run) {
  Request first;
  SpooledFile file;
  std::optional<rpc::IdleWatch> watch(std::in_place, call.deadline,
                                      [&context] { context.TryCancel(); });
  RETURN_IF_ERROR(ReceiveHeader(stream, *watch, first));
  ASSIGN_OR_RETURN(auto parsed, parse(first.header()));
  RETURN_IF_ERROR(ReceiveChunks<Request>(stream, *watch, file));
  watch.reset();  // storing may take longer than a client may stall
  RETURN_IF_ERROR(CheckReceived(context, file, first.header().size_bytes()));
  const std::string digest = file.Digest();
  ASSIGN_OR_RETURN(const rpc::Once once, rpc::Once::For(call, first.header(), digest));
  Response response;
  bool repeated = false;
  const auto recall = [&](sql::Tx& tx) -> absl::StatusOr<bool> {
    ASSIGN_OR_RETURN(repeated, once.Recall(tx, &response));
    return repeated;
  };
  RETURN_IF_ERROR(
      database.Read(call, [&](sql::Tx& tx) -> absl::Status { return recall(tx).status(); }));
  if (!repeated) {
    ImportReporter<Request, Response> reporter(stream);
    const ImportHooks<Response> hooks = {
        .progress = [&](const ImportProgress& progress) { reporter.Progress(progress); },
        .problem = [&](const ImportProblem& problem) { reporter.Problem(problem); },
        .before = recall,
        .remember = [&](sql::Tx& tx,
                        const Response& stored) { return once.Remember(tx, stored, call.now); },
        .file_digest = Hex(digest)};
    ASSIGN_OR_RETURN(const Response stored, run(parsed, file, hooks));
    if (!repeated) response = stored;
  }
  stream.Write(response);
  return absl::OkStatus();
}

}  // namespace tarazy::rankings
