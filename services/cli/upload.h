// What the imports of the command line share: a file goes to the server in pieces while its answers
// come back. Request and Response are v1::Import…Request and v1::Import…Response.
#pragma once

#include <grpcpp/grpcpp.h>

#include <atomic>
#include <memory>
#include <string>
#include <thread>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "services/cli/command.h"
#include "services/cli/failure.h"
#include "services/cli/input_file.h"
#include "services/cli/progress_bar.h"
#include "tarazy/rankings/v1/rankings_service.grpc.pb.h"

namespace tarazy::cli {

struct UploadOptions {
  std::string ranking;
  std::string file;  // "-" is standard input
  std::string state;
  std::string request_id;
  bool validate_only = false;
};

// The arguments ID and FILE and the common options.
void AddUploadOptions(CLI::App& command, UploadOptions& options, const std::string& file_help);

// VALUE_STATE_UNSPECIFIED for an empty word.
rankings::v1::ValueState StateOf(const std::string& word);
// The last part of the path, as far as the server takes it; empty for standard input.
std::string FileNameOf(const std::string& path);
std::string RankingName(const std::string& id);
// "row 17, students: …"
std::string ProblemLine(const rankings::v1::ImportValuesResponse::Problem& problem);

template <class Header>
void FillHeader(const UploadOptions& options, Header& header) {
  header.set_ranking(RankingName(options.ranking));
  header.set_state(StateOf(options.state));
  header.set_request_id(options.request_id);
  header.set_validate_only(options.validate_only);
  header.set_file_name(FileNameOf(options.file));
}

template <class Request, class Response>
class Upload {
 public:
  using Stream = grpc::ClientReaderWriter<Request, Response>;
  using Method =
      std::unique_ptr<Stream> (rankings::v1::RankingsService::Stub::*)(grpc::ClientContext*);
  using Result = typename Response::Result;

  // `what` is counted in the progress line: "values".
  Upload(Session& session, Method method, std::string what)
      : session_(session), method_(method), what_(std::move(what)) {}

  // Sends the header and the file; gives the result. Problems are printed as they come.
  absl::StatusOr<Result> Run(const std::string& path, typename Request::Header header) {
    ASSIGN_OR_RETURN(InputFile file, InputFile::Open(path));
    header.set_size_bytes(file.size());
    grpc::ClientContext context;
    RETURN_IF_ERROR(session_.client.Prepare(context, kStreamTimeout));
    rankings::v1::RankingsService::Stub stub(session_.client.channel());
    const std::unique_ptr<Stream> stream = (stub.*method_)(&context);
    const int64_t size = file.size();
    std::atomic<bool> answered = false;
    absl::Status sent;
    std::thread sender([&] { sent = Send(header, file, answered, *stream, context); });
    const Answer answer = Receive(*stream, size);
    answered = true;
    sender.join();
    absl::Status outcome = session_.client.Outcome(stream->Finish());
    RETURN_IF_ERROR(sent);
    if (!outcome.ok()) return answer.problems > 0 ? WithoutFields(outcome) : outcome;
    if (!answer.result) {
      return absl::InternalError("the server ended the import without a result");
    }
    return *answer.result;
  }

 private:
  struct Answer {
    std::optional<Result> result;
    int problems = 0;
  };

  // Writes everything, unless the server has answered before. A file that cannot be read to its end
  // cancels the call: half of it must not be stored.
  static absl::Status Send(const typename Request::Header& header, InputFile& file,
                           const std::atomic<bool>& answered, Stream& stream,
                           grpc::ClientContext& context) {
    constexpr size_t kChunkBytes = 256 << 10;
    Request first;
    *first.mutable_header() = header;
    if (!stream.Write(first)) return absl::OkStatus();
    while (!answered) {
      auto chunk = file.Read(kChunkBytes, answered);
      if (!chunk.ok()) {
        context.TryCancel();
        return chunk.status();
      }
      if (answered) break;
      if (chunk->empty()) {
        stream.WritesDone();
        break;
      }
      Request request;
      request.set_chunk(*std::move(chunk));
      if (!stream.Write(request)) break;
    }
    return absl::OkStatus();
  }

  Answer Receive(Stream& stream, int64_t size) {
    Answer answer;
    ProgressBar bar(session_.terminal);
    Response response;
    while (stream.Read(&response)) {
      if (response.has_progress()) {
        const auto& progress = response.progress();
        std::optional<double> share;
        if (size > 0) share = static_cast<double>(progress.bytes()) / static_cast<double>(size);
        bar.Update(share, absl::StrCat(progress.rows(), " rows, ", progress.cells(), " ", what_));
      } else if (response.has_problem()) {
        bar.Clear();
        session_.terminal.err << ProblemLine(response.problem()) << "\n";
        ++answer.problems;
      } else if (response.has_result()) {
        answer.result = response.result();
      }
    }
    return answer;
  }

  Session& session_;
  const Method method_;
  const std::string what_;
};

}  // namespace tarazy::cli
