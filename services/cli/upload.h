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
#include "common/base/mutex.h"
#include "services/cli/command.h"
#include "services/cli/enum_words.h"
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

// The last part of the path, as far as the server takes it; empty for standard input.
std::string FileNameOf(const std::string& path);
std::string RankingName(const std::string& id);
// "row 17, students: …"
std::string ProblemLine(const rankings::v1::ImportValuesResponse::Problem& problem);

inline constexpr double kSent = 0.1;  // the share of the whole that sending the file is taken for

// Sending, then what the server tells: one bar, drawn by two threads.
class UploadDisplay {
 public:
  UploadDisplay(Terminal& terminal, int64_t size, std::string what)
      : terminal_(terminal), size_(size), what_(std::move(what)) {}

  void Sent(int64_t bytes) {
    MutexLock lock(mu_);
    if (answered_) return;
    std::optional<double> share;
    if (size_ > 0) share = kSent * static_cast<double>(bytes) / static_cast<double>(size_);
    bar_.Update(share, absl::StrCat("sending, ", bytes >> 20, " MiB"));
  }

  void Show(const rankings::v1::ImportValuesResponse::Progress& progress) {
    MutexLock lock(mu_);
    answered_ = true;
    bar_.Update(kSent + (1 - kSent) * progress.share(),
                progress.rows() == 0 ? progress.phase()
                                     : absl::StrCat(progress.phase(), ", ", progress.rows(),
                                                    " rows, ", progress.cells(), " ", what_));
  }

  void Show(const rankings::v1::ImportValuesResponse::Problem& problem) {
    MutexLock lock(mu_);
    answered_ = true;
    bar_.Clear();
    terminal_.err << ProblemLine(problem) << "\n";
  }

  void Finish() {
    MutexLock lock(mu_);
    bar_.Finish("done");
  }

 private:
  Terminal& terminal_;
  const int64_t size_;      // of the file in bytes, 0 when unknown
  const std::string what_;  // is counted
  Mutex mu_;
  ProgressBar bar_ ABSL_GUARDED_BY(mu_){terminal_};
  bool answered_ ABSL_GUARDED_BY(mu_) = false;
};

template <class Header>
void FillHeader(const UploadOptions& options, Header& header) {
  header.set_ranking(RankingName(options.ranking));
  // Without --state the server decides, by the role.
  header.set_state(EnumValue<rankings::v1::ValueState>(options.state));
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

  // Sends the header and the file; gives the result. Faults are printed as they come.
  absl::StatusOr<Result> Run(const std::string& path, typename Request::Header header) {
    ASSIGN_OR_RETURN(InputFile file, InputFile::Open(path));
    header.set_size_bytes(file.size());
    grpc::ClientContext context;
    RETURN_IF_ERROR(session_.client.Prepare(context, kStreamTimeout));
    rankings::v1::RankingsService::Stub stub(session_.client.channel());
    const std::unique_ptr<Stream> stream = (stub.*method_)(&context);
    UploadDisplay display(session_.terminal, file.size(), what_);
    std::atomic<bool> answered = false;
    absl::Status sent;
    std::thread sender([&] { sent = Send(header, file, answered, *stream, context, display); });
    const Answer answer = Receive(*stream, display);
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
                           grpc::ClientContext& context, UploadDisplay& display) {
    constexpr size_t kChunkBytes = 256 << 10;
    Request first;
    *first.mutable_header() = header;
    if (!stream.Write(first)) return absl::OkStatus();
    int64_t sent = 0;
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
      sent += static_cast<int64_t>(chunk->size());
      Request request;
      request.set_chunk(*std::move(chunk));
      if (!stream.Write(request)) break;
      display.Sent(sent);
    }
    return absl::OkStatus();
  }

  Answer Receive(Stream& stream, UploadDisplay& display) {
    Answer answer;
    Response response;
    while (stream.Read(&response)) {
      if (response.has_progress()) {
        display.Show(response.progress());
      } else if (response.has_problem()) {
        display.Show(response.problem());
        ++answer.problems;
      } else if (response.has_result()) {
        answer.result = response.result();
        display.Finish();
      }
    }
    return answer;
  }

  Session& session_;
  const Method method_;
  const std::string what_;
};

}  // namespace tarazy::cli
