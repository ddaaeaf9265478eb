// tarazy ranking import: streams a CSV file or a spreadsheet to the server while its answers come
// back.
#include <atomic>
#include <thread>

#include "absl/strings/str_cat.h"
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

// Writes everything, unless the server has answered before. A file that cannot be read to its end
// cancels the call: half of it must not be stored.
absl::Status Send(const ImportOptions& options, InputFile& file, const std::atomic<bool>& answered,
                  Stream& stream, grpc::ClientContext& context) {
  if (!stream.Write(HeaderOf(options, file))) return absl::OkStatus();
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
    request.set_chunk(*std::move(chunk));
    if (!stream.Write(request)) break;
  }
  return absl::OkStatus();
}

std::string ProblemLine(const ImportValuesResponse::Problem& problem) {
  return absl::StrCat("row ", problem.row(), problem.column().empty() ? "" : ", ",
                      Printable(problem.column()), ": ", Printable(problem.message()));
}

struct Answer {
  std::optional<ImportValuesResponse::Result> result;
  int problems = 0;
};

Answer Receive(Stream& stream, int64_t size, Terminal& terminal) {
  Answer answer;
  ProgressBar bar(terminal);
  ImportValuesResponse response;
  while (stream.Read(&response)) {
    if (response.has_progress()) {
      const auto& progress = response.progress();
      std::optional<double> share;
      if (size > 0) share = static_cast<double>(progress.bytes()) / static_cast<double>(size);
      bar.Update(share, absl::StrCat(progress.rows(), " rows, ", progress.cells(), " values"));
    } else if (response.has_problem()) {
      bar.Clear();
      terminal.err << ProblemLine(response.problem()) << "\n";
      ++answer.problems;
    } else if (response.has_result()) {
      answer.result = response.result();
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
  const int64_t size = file.size();
  std::atomic<bool> answered = false;
  absl::Status sent;
  std::thread sender([&] { sent = Send(options, file, answered, *stream, context); });
  const Answer answer = Receive(*stream, size, session.terminal);
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
