// tarazy case mark | declare | totals | suggest-term: what the commission enters, and what it comes
// to.
#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/cli/case_row.h"
#include "services/cli/commands.h"
#include "services/cli/csv_input.h"
#include "services/cli/failure.h"
#include "services/cli/records.h"
#include "services/cli/resource_name.h"
#include "services/cli/word_option.h"
#include "tarazy/accreditation/v1/cases_service.grpc.pb.h"

namespace tarazy::cli {
namespace {

namespace v1 = accreditation::v1;
using v1::CasesService;

constexpr absl::string_view kMarkColumns[] = {"criterion", "programme", "expert",
                                              "mark",      "rationale", "evidence"};

struct MarkOptions {
  std::string id;
  std::string file;
  std::string criterion;
  std::string programme;
  std::string expert;
  std::string mark;
  std::string rationale;
  std::vector<std::string> evidence;
  std::string request_id;
  bool validate_only = false;
};

absl::Status ReadMarks(const MarkOptions& options, v1::PutEvaluationsRequest& request) {
  RETURN_IF_ERROR(
      ExactlyOneOf({{"FILE", !options.file.empty()}, {"--criterion", !options.criterion.empty()}}));
  if (options.criterion.empty() != options.mark.empty()) {
    return UsageError("--criterion and --mark belong together");
  }
  if (options.file.empty()) {
    v1::Evaluation& evaluation = *request.add_evaluations();
    evaluation.set_criterion(options.criterion);
    evaluation.set_programme(options.programme);
    evaluation.set_expert(options.expert);
    evaluation.set_mark(options.mark);
    evaluation.set_rationale(options.rationale);
    evaluation.mutable_evidence()->Add(options.evidence.begin(), options.evidence.end());
    return absl::OkStatus();
  }
  ASSIGN_OR_RETURN(const std::vector<CsvRecord> rows, ReadCsv(options.file, kMarkColumns));
  for (const CsvRecord& row : rows) {
    v1::Evaluation& evaluation = *request.add_evaluations();
    evaluation.set_criterion(row.at("criterion"));
    evaluation.set_programme(row.at("programme"));
    evaluation.set_expert(row.at("expert").empty() ? options.expert : row.at("expert"));
    evaluation.set_mark(row.at("mark"));
    evaluation.set_rationale(row.at("rationale"));
    for (const absl::string_view one : absl::StrSplit(row.at("evidence"), ' ', absl::SkipEmpty())) {
      evaluation.add_evidence(std::string(one));
    }
  }
  return absl::OkStatus();
}

absl::Status Mark(Session& session, const MarkOptions& options) {
  v1::PutEvaluationsRequest request;
  request.set_name(FullName("cases", options.id));
  RETURN_IF_ERROR(ReadMarks(options, request));
  request.set_request_id(options.request_id);
  request.set_validate_only(options.validate_only);
  ASSIGN_OR_RETURN(const auto response,
                   session.client.Call(&CasesService::Stub::PutEvaluations, request));
  Table table{.columns = CaseColumns(), .rows = {CaseRow(response.case_record())}};
  table.columns.push_back({"marked"});
  table.rows[0].push_back(int64_t{request.evaluations_size()});
  PrintOne(table, session.style, session.terminal.out);
  return absl::OkStatus();
}

struct DeclareOptions {
  std::string id;
  std::string interest;
  std::string member;
  std::string kind;
  std::string text;
  std::string on;
  std::string resolution;
  std::string request_id;
  bool validate_only = false;
};

absl::Status Declare(Session& session, const DeclareOptions& options) {
  v1::DeclareInterestRequest request;
  request.set_name(FullName("cases", options.id));
  v1::Interest& interest = *request.mutable_interest();
  interest.set_id(options.interest);
  interest.set_member(options.member);
  interest.set_kind(options.kind);
  interest.set_text(options.text);
  interest.set_on(options.on);
  interest.set_resolution(options.resolution);
  request.set_request_id(options.request_id);
  request.set_validate_only(options.validate_only);
  ASSIGN_OR_RETURN(const auto response,
                   session.client.Call(&CasesService::Stub::DeclareInterest, request));
  const v1::Interest& stored = response.interest();
  PrintOne({.columns = {{"id"}, {"member"}, {"kind"}, {"text"}, {"on"}, {"resolution"}},
            .rows = {{Text(stored.id()), Text(stored.member()), Text(stored.kind()),
                      Text(stored.text()), Text(stored.on()), Text(stored.resolution())}}},
           session.style, session.terminal.out);
  return absl::OkStatus();
}

struct SuggestOptions {
  std::string id;
};

absl::Status Suggest(Session& session, const SuggestOptions& options) {
  v1::SuggestTermRequest request;
  request.set_name(FullName("cases", options.id));
  ASSIGN_OR_RETURN(const auto response,
                   session.client.Call(&CasesService::Stub::SuggestTerm, request));
  Table table{
      .columns =
          {{"programme"}, {"outcome"}, {"years"}, {"rule_version"}, {"row"}, {"explanation"}},
      .rows = {}};
  for (const auto& suggestion : response.suggestions()) {
    table.rows.push_back({Text(suggestion.programme()), Text(EnumWord(suggestion.outcome())),
                          int64_t{suggestion.years()}, Text(suggestion.rule_version()),
                          int64_t{suggestion.row()},
                          std::vector<std::string>(suggestion.explanation().begin(),
                                                   suggestion.explanation().end())});
  }
  PrintRows(table, session.style, session.terminal.out);
  return absl::OkStatus();
}

void AddMarkCommand(CLI::App& group, Action& chosen) {
  CLI::App& command =
      *group.add_subcommand("mark", "Set marks: one by options, or those of a file");
  auto& options = Bind(command, chosen, Mark);
  command.add_option("ID", options.id, "The case")->required();
  command.add_option(
      "FILE", options.file,
      "CSV with the columns criterion, programme, expert, mark, rationale, evidence; "
      "- is standard input");
  command.add_option("--criterion", options.criterion, "The criterion's code");
  command.add_option("--mark", options.mark, "The mark's id on the framework's scale");
  command.add_option("--programme", options.programme,
                     "The programme's code; every reviewed programme by default");
  command.add_option("--expert", options.expert,
                     "The member's id; the commission's consensus by default");
  command.add_option("--rationale", options.rationale, "Why");
  command.add_option("--evidence", options.evidence, "A document's id or SHA-256; may be repeated")
      ->allow_extra_args(false);
  AddRequestId(command, options.request_id);
  AddValidateOnly(command, options.validate_only);
  AddExample(command, "tarazy case mark ektu-2023 marks.csv --expert chair");
}

}  // namespace

void AddMarkCommands(CLI::App& group, Action& chosen) {
  AddMarkCommand(group, chosen);
  AddTotalsCommand(group, chosen);

  CLI::App& declare = *group.add_subcommand("declare", "Declare a member's tie to the institution");
  auto& options = Bind(declare, chosen, Declare);
  declare.add_option("ID", options.id, "The case")->required();
  declare.add_option("--member", options.member, "The member's id")->required();
  declare.add_option("--kind", options.kind, "employment, study, kinship, cooperation … or none")
      ->required();
  declare.add_option("--text", options.text, "In words");
  AddDay(declare, "--on", options.on, "The day of the declaration; today by default");
  declare.add_option("--resolution", options.resolution, "How the agency settled it");
  declare.add_option("--interest", options.interest, "Its id; the server gives one by default");
  AddRequestId(declare, options.request_id);
  AddValidateOnly(declare, options.validate_only);
  AddExample(declare, "tarazy case declare ektu-2023 --member chair --kind none");

  CLI::App& suggest =
      *group.add_subcommand("suggest-term", "Show what the framework's rule suggests, and why");
  suggest.add_option("ID", Bind(suggest, chosen, Suggest).id, "The case")->required();
  AddExample(suggest, "tarazy case suggest-term ektu-2023");
}

}  // namespace tarazy::cli
