// tarazy register export: the register as a file, CSV or one DEQAR submission a line.
#include <optional>

#include "absl/strings/str_cat.h"
#include "services/cli/commands.h"
#include "services/cli/enum_words.h"
#include "services/cli/failure.h"
#include "services/cli/output_file.h"
#include "services/cli/printable.h"
#include "tarazy/accreditation/v1/register_service.grpc.pb.h"

namespace tarazy::cli {
namespace {

using accreditation::v1::ExportFormat;
using accreditation::v1::ExportProblem;
using accreditation::v1::ExportRegisterRequest;
using accreditation::v1::ExportRegisterResponse;
using accreditation::v1::RegisterService;

struct ExportOptions {
  std::string format;
  std::string on;
  std::string agency;
  std::string out;
};

// "decisions/2023-17, valid_to: must be after valid_from"
std::string ProblemLine(const ExportProblem& problem) {
  return Printable(
      absl::StrCat(problem.decision(), ", ", problem.field(), ": ", problem.description()));
}

absl::Status Export(Session& session, const ExportOptions& options) {
  ExportRegisterRequest request;
  request.set_format(EnumValue<ExportFormat>(options.format));
  request.set_on(options.on);
  request.set_agency(options.agency);
  std::optional<OutputFile> file;
  if (!options.out.empty()) {
    ASSIGN_OR_RETURN(OutputFile created, OutputFile::Create(options.out));
    file.emplace(std::move(created));
  }
  grpc::ClientContext context;
  RETURN_IF_ERROR(session.client.Prepare(context, kStreamTimeout));
  RegisterService::Stub stub(session.client.channel());
  const auto stream = stub.ExportRegister(&context, request);
  ExportRegisterResponse response;
  int problems = 0;
  absl::Status written;
  while (written.ok() && stream->Read(&response)) {
    if (file.has_value()) {
      written = file->Append(response.piece());
    } else {
      session.terminal.out << response.piece();
    }
    for (const ExportProblem& problem : response.problems()) {
      session.terminal.err << ProblemLine(problem) << "\n";
      ++problems;
    }
  }
  if (!written.ok()) context.TryCancel();
  const absl::Status outcome = session.client.Outcome(stream->Finish());
  RETURN_IF_ERROR(written);
  RETURN_IF_ERROR(outcome);
  if (file.has_value()) RETURN_IF_ERROR(file->Commit());
  if (problems == 0) return absl::OkStatus();
  return absl::FailedPreconditionError(
      absl::StrCat("the export lacks what DEQAR would reject: ", problems,
                   problems == 1 ? " problem" : " problems"));
}

}  // namespace

void AddRegisterExportCommand(CLI::App& group, Action& chosen) {
  CLI::App& command = *group.add_subcommand("export", "Write the register as a file");
  auto& options = Bind(command, chosen, Export);
  command
      .add_option("--format", options.format,
                  "csv, or deqar: one submission (v2) a line; what DEQAR would reject is named and "
                  "ends with exit 1")
      ->required()
      ->check(CLI::IsMember(EnumWords<ExportFormat>()));
  command.add_option("--on", options.on, "The day; today by default")->type_name("DATE");
  command.add_option("--agency", options.agency, "Only what this agency decided")
      ->type_name("AGENCY");
  command.add_option("--out", options.out, "Write it to this file")->type_name("FILE");
  AddExample(command, "tarazy register export --format csv --on 2026-03-01 --out register.csv");
}

}  // namespace tarazy::cli
