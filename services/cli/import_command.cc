// tarazy ranking import: streams a CSV file or a spreadsheet to the server while its answers come
// back.
#include <atomic>
#include <thread>

#include "absl/strings/str_cat.h"
#include "common/base/mutex.h"
#include "common/base/text.h"
#include "services/cli/commands.h"
#include "services/cli/enum_words.h"
#include "services/cli/failure.h"
#include "services/cli/input_file.h"
#include "services/cli/printable.h"
#include "services/cli/progress_bar.h"
#include "services/cli/records.h"
#include "services/cli/resource_name.h"
#include "tarazy/rankings/v1/rankings_service.grpc.pb.h"

namespace tarazy::cli {
namespace {

using rankings::v1::ImportValuesRequest;
using rankings::v1::ImportValuesResponse;
using Stream = grpc::ClientReaderWriter<ImportValuesRequest, ImportValuesResponse>;

constexpr size_t kChunkBytes = 256 << 10;
constexpr size_t kMaxFileName = 200;
constexpr double kSent = 0.1;  // the share of the whole that sending the file is taken for

struct ImportOptions {
  std::string ranking;
  std::string file;
  std::string state;
  std::string origin;
  bool register_units = false;
  std::vector<std::string> ignored;
  std::string request_id;
  bool validate_only = false;
};

ImportValuesRequest HeaderOf(const ImportOptions& options, const InputFile& file) {
  ImportValuesRequest request;
  auto& header = *request.mutable_header();
  header.set_ranking(FullName("rankings", options.ranking));
  // Without --state the server decides, by the role.
  header.set_state(EnumValue<rankings::v1::ValueState>(options.state));
  header.set_origin(options.origin);
  header.set_register_units(options.register_units);
  header.mutable_ignored_columns()->Add(options.ignored.begin(), options.ignored.end());
  header.set_request_id(options.request_id);
  header.set_validate_only(options.validate_only);
  header.set_size_bytes(file.size());
  if (options.file != "-") {
    const absl::string_view path = options.file;
    const absl::string_view name = path.substr(path.rfind('/') + 1);
    header.set_file_name(std::string(Shorten(name, kMaxFileName)));
  }
  return request;
}

std::string ProblemLine(const ImportValuesResponse::Problem& problem) {
  return absl::StrCat("row ", problem.row(), problem.column().empty() ? "" : ", ",
                      Printable(problem.column()), ": ", Printable(problem.message()));
}

struct Answer {
  std::optional<ImportValuesResponse::Result> result;
  int problems = 0;
};

// Sending, then what the server tells: one bar, drawn by two threads.
class ImportDisplay {
 public:
  ImportDisplay(Terminal& terminal, int64_t size) : terminal_(terminal), size_(size) {}

  void Sent(int64_t bytes) {
    MutexLock lock(mu_);
    if (answered_) return;
    std::optional<double> share;
    if (size_ > 0) share = kSent * static_cast<double>(bytes) / static_cast<double>(size_);
    bar_.Update(share, absl::StrCat("sending, ", bytes >> 20, " MiB"));
  }

  void Show(const ImportValuesResponse::Progress& progress) {
    MutexLock lock(mu_);
    answered_ = true;
    bar_.Update(kSent + (1 - kSent) * progress.share(),
                progress.rows() == 0 ? progress.phase()
                                     : absl::StrCat(progress.phase(), ", ", progress.rows(),
                                                    " rows, ", progress.cells(), " values"));
  }

  void Show(const ImportValuesResponse::Problem& problem) {
    MutexLock lock(mu_);
    answered_ = true;
    bar_.Clear();
    terminal_.err << ProblemLine(problem) << "\n";
  }

  void Finish(const ImportValuesResponse::Result& result) {
    MutexLock lock(mu_);
    bar_.Finish(absl::StrCat("done, ", result.cells(), " values"));
  }

 private:
  Terminal& terminal_;
  const int64_t size_;  // of the file in bytes, 0 when unknown
  Mutex mu_;
  ProgressBar bar_ ABSL_GUARDED_BY(mu_){terminal_};
  bool answered_ ABSL_GUARDED_BY(mu_) = false;
};

// Writes everything, unless the server has answered before. A file that cannot be read to its end
// cancels the call: half of it must not be stored.
absl::Status Send(const ImportOptions& options, InputFile& file, const std::atomic<bool>& answered,
                  Stream& stream, grpc::ClientContext& context, ImportDisplay& display) {
  if (!stream.Write(HeaderOf(options, file))) return absl::OkStatus();
  int64_t sent = 0;
  while (!answered) {
    ImportValuesRequest request;
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
    request.set_chunk(*std::move(chunk));
    if (!stream.Write(request)) break;
    display.Sent(sent);
  }
  return absl::OkStatus();
}

Answer Receive(Stream& stream, ImportDisplay& display) {
  Answer answer;
  ImportValuesResponse response;
  while (stream.Read(&response)) {
    if (response.has_progress()) {
      display.Show(response.progress());
    } else if (response.has_problem()) {
      display.Show(response.problem());
      ++answer.problems;
    } else if (response.has_result()) {
      answer.result = response.result();
      display.Finish(response.result());
    }
  }
  return answer;
}

void Print(Session& session, const ImportValuesResponse::Result& result) {
  const Table table{
      .columns = {{"revision"}, {"units"}, {"registered"}, {"cells"}, {"cleared"}},
      .rows = {{int64_t{result.revision()}, int64_t{result.units()}, int64_t{result.registered()},
                int64_t{result.cells()}, int64_t{result.cleared()}}}};
  PrintOne(table, session.style, session.terminal.out);
}

absl::Status Import(Session& session, const ImportOptions& options) {
  ASSIGN_OR_RETURN(InputFile file, InputFile::Open(options.file));
  grpc::ClientContext context;
  RETURN_IF_ERROR(session.client.Prepare(context, kStreamTimeout));
  rankings::v1::RankingsService::Stub stub(session.client.channel());
  const std::unique_ptr<Stream> stream = stub.ImportValues(&context);
  ImportDisplay display(session.terminal, file.size());
  std::atomic<bool> answered = false;
  absl::Status sent;
  std::thread sender([&] { sent = Send(options, file, answered, *stream, context, display); });
  const Answer answer = Receive(*stream, display);
  answered = true;
  sender.join();
  absl::Status outcome = session.client.Outcome(stream->Finish());
  RETURN_IF_ERROR(sent);
  if (!outcome.ok()) return answer.problems > 0 ? WithoutFields(outcome) : outcome;
  if (!answer.result) return absl::InternalError("the server ended the import without a result");
  Print(session, *answer.result);
  return absl::OkStatus();
}

}  // namespace

void AddImportCommand(CLI::App& ranking, Action& chosen) {
  CLI::App& command = *ranking.add_subcommand("import", "Read values from a file");
  auto& options = Bind(command, chosen, Import);
  command.add_option("ID", options.ranking, "The ranking")->required();
  command
      .add_option("FILE", options.file,
                  "CSV or XLSX, long or wide, or a filled template; - is standard input")
      ->required();
  command
      .add_option(
          "--state", options.state,
          "How far the values have come; by default verified, draft for the role institution")
      ->check(CLI::IsMember({"draft", "submitted", "verified"}));
  command
      .add_option("--origin", options.origin,
                  "Whose statement they are: a source of the methodology; the agency's by default")
      ->type_name("SOURCE");
  command.add_flag("--register", options.register_units, "Register unknown units");
  command.add_option("--ignore", options.ignored, "Columns to leave unread: COLUMN,…")
      ->delimiter(',')
      ->allow_extra_args(false);
  AddRequestId(command, options.request_id);
  AddValidateOnly(command, options.validate_only);
  AddExample(command,
             "tarazy ranking import iqaa-2026 values.csv --state submitted --origin ministry");
}

}  // namespace tarazy::cli
