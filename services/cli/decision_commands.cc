// tarazy decision record | get | list | import
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/cli/commands.h"
#include "services/cli/failure.h"
#include "services/cli/record_file.h"
#include "services/cli/records.h"
#include "services/cli/resource_name.h"
#include "services/cli/status_row.h"
#include "services/cli/vote_options.h"
#include "services/cli/word_option.h"
#include "tarazy/accreditation/v1/decisions_service.grpc.pb.h"

namespace tarazy::cli {
namespace {

namespace v1 = accreditation::v1;
using v1::Decision;
using v1::DecisionsService;

std::vector<Column> Columns() {
  return {{"id"},
          {"subject"},
          {"agency"},
          {"scope"},
          {"kind"},
          {"decided_on"},
          {"valid_from"},
          {"valid_to"},
          {"years"},
          {"acts_on"},
          {.name = "wording", .detail = true},
          {.name = "reason", .detail = true},
          {"case"},
          {.name = "minutes", .detail = true},
          {.name = "historical", .detail = true},
          {.name = "conditions", .detail = true},
          {.name = "deviates_from", .detail = true},
          {"sequence"},
          {.name = "record_time", .detail = true},
          {.name = "recorded_by", .detail = true},
          {"certificate"},
          {.name = "members", .detail = true},
          {.name = "ballots", .detail = true},
          {.name = "obligations", .detail = true}};
}

// A number that says nothing when it is 0.
Value Positive(int64_t number) { return number > 0 ? Value(number) : Value(); }

std::vector<Value> Row(const Decision& decision) {
  auto obligations = std::make_shared<Table>();
  obligations->columns = {{"kind"}, {"due"}};
  for (const auto& one : decision.obligations()) {
    obligations->rows.push_back({one.kind(), Text(one.due())});
  }
  return {BareId("decisions", decision.name()),
          Text(decision.subject()),
          Text(decision.agency()),
          Text(EnumWord(decision.scope())),
          Text(EnumWord(decision.kind())),
          Text(decision.decided_on()),
          Text(decision.valid_from()),
          Text(decision.valid_to()),
          Positive(decision.years()),
          Text(decision.acts_on()),
          Text(decision.wording()),
          Text(decision.reason()),
          Text(decision.case_name()),
          Text(decision.minutes()),
          decision.historical(),
          std::vector<std::string>(decision.conditions().begin(), decision.conditions().end()),
          Text(decision.deviates_from()),
          Positive(decision.sequence()),
          Time(decision.has_record_time(), decision.record_time()),
          Text(decision.recorded_by()),
          Text(decision.certificate()),
          Positive(decision.vote().members()),
          BallotTable(decision.vote()),
          std::shared_ptr<const Table>(std::move(obligations))};
}

struct RecordOptions {
  std::string id;
  std::string subject;
  std::string agency;
  std::string scope;
  std::string kind;
  std::string on;
  std::string valid_from;
  std::string valid_to;
  int32_t years = 0;
  std::string acts_on;
  std::string wording;
  std::string reason;
  std::string case_id;
  std::string minutes;
  std::vector<std::string> conditions;
  bool historical = false;
  VoteOptions vote;
  std::string request_id;
  bool validate_only = false;
};

absl::Status FillDecision(const RecordOptions& options, Decision& decision) {
  decision.set_name(FullName("decisions", options.id));
  ASSIGN_OR_RETURN(*decision.mutable_subject(), SubjectName("--subject", options.subject));
  decision.set_agency(options.agency);
  decision.set_scope(EnumValue<v1::ProcedureType>(options.scope));
  decision.set_kind(EnumValue<v1::DecisionKind>(options.kind));
  decision.set_decided_on(options.on);
  decision.set_valid_from(options.valid_from);
  decision.set_valid_to(options.valid_to);
  decision.set_years(options.years);
  decision.set_acts_on(OptionalName("decisions", options.acts_on));
  decision.set_wording(options.wording);
  decision.set_reason(options.reason);
  decision.set_case_name(OptionalName("cases", options.case_id));
  decision.set_minutes(options.minutes);
  decision.mutable_conditions()->Add(options.conditions.begin(), options.conditions.end());
  decision.set_historical(options.historical);
  return Voted(options.vote) ? FillVote(options.vote, *decision.mutable_vote()) : absl::OkStatus();
}

absl::Status Record(Session& session, const RecordOptions& options) {
  v1::RecordDecisionRequest request;
  RETURN_IF_ERROR(FillDecision(options, *request.mutable_decision()));
  request.set_request_id(options.request_id);
  request.set_validate_only(options.validate_only);
  ASSIGN_OR_RETURN(const auto response,
                   session.client.Call(&DecisionsService::Stub::RecordDecision, request));
  Table table{.columns = Columns(), .rows = {Row(response.decision())}};
  auto status = std::make_shared<Table>();
  status->columns = StatusColumns();
  if (response.has_status()) status->rows.push_back(StatusRow(response.status()));
  table.columns.push_back({"status"});
  table.rows[0].push_back(std::shared_ptr<const Table>(std::move(status)));
  PrintOne(table, session.style, session.terminal.out);
  return absl::OkStatus();
}

struct GetOptions {
  std::string id;
};

absl::Status Get(Session& session, const GetOptions& options) {
  v1::GetDecisionRequest request;
  request.set_name(FullName("decisions", options.id));
  ASSIGN_OR_RETURN(const auto response,
                   session.client.Call(&DecisionsService::Stub::GetDecision, request));
  PrintOne({.columns = Columns(), .rows = {Row(response.decision())}}, session.style,
           session.terminal.out);
  return absl::OkStatus();
}

struct ListOptions {
  std::string subject;
  std::string case_id;
  PageOptions page;
};

absl::Status List(Session& session, const ListOptions& options) {
  v1::ListDecisionsRequest request;
  if (!options.subject.empty()) {
    ASSIGN_OR_RETURN(*request.mutable_subject(), SubjectName("--subject", options.subject));
  }
  request.set_case_name(OptionalName("cases", options.case_id));
  Table table{.columns = Columns(), .rows = {}};
  RETURN_IF_ERROR(ForEachPage(session, options.page, &DecisionsService::Stub::ListDecisions,
                              request, [&](const auto& response) {
                                for (const auto& decision : response.decisions()) {
                                  table.rows.push_back(Row(decision));
                                }
                              }));
  PrintRows(table, session.style, session.terminal.out);
  return absl::OkStatus();
}

struct ImportOptions {
  std::string file;
  std::string request_id;
  bool validate_only = false;
};

// The file is the request's list, in the form of the contract.
absl::Status Import(Session& session, const ImportOptions& options) {
  v1::ImportDecisionsRequest request;
  ASSIGN_OR_RETURN(const std::vector<std::string> fields, ReadFieldsFile(options.file, request));
  if (fields != std::vector<std::string>{"decisions"}) {
    return UsageError(absl::StrCat(options.file, " must have the list \"decisions\" and no more"));
  }
  request.set_request_id(options.request_id);
  request.set_validate_only(options.validate_only);
  ASSIGN_OR_RETURN(const auto response,
                   session.client.Call(&DecisionsService::Stub::ImportDecisions, request));
  PrintOne({.columns = {{"recorded"}, {"last_sequence"}},
            .rows = {{int64_t{response.recorded()}, int64_t{response.last_sequence()}}}},
           session.style, session.terminal.out);
  return absl::OkStatus();
}

void AddRecordCommand(CLI::App& group, Action& chosen) {
  CLI::App& record = *group.add_subcommand("record", "Enter what a council decided");
  auto& options = Bind(record, chosen, Record);
  record.add_option("ID", options.id, "Its id: a-z, 0-9, '-', '.', '_'")->required();
  record.add_option("--subject", options.subject, "programmes/ID or institutions/ID")->required();
  record.add_option("--agency", options.agency, "The agency's id")->required();
  AddWord<v1::ProcedureType>(record, "--scope", options.scope, "The kind of procedure")->required();
  AddWord<v1::DecisionKind>(record, "--kind", options.kind, "What was decided")->required();
  AddDay(record, "--on", options.on, "The day it was taken")->required();
  AddDay(record, "--valid-from", options.valid_from,
         "The first day on which it has effect; the day it was taken by default");
  AddDay(record, "--valid-to", options.valid_to, "The first day on which it has none any more");
  record.add_option("--years", options.years, "Of grants: the term, in place of --valid-to")
      ->check(CLI::Range(1, 100));
  record.add_option("--acts-on", options.acts_on, "The decision that it acts upon");
  record.add_option("--wording", options.wording, "The agency's own words for the outcome");
  record.add_option("--reason", options.reason, "Why; needed unless a grant follows the proposal");
  record.add_option("--case", options.case_id, "The case that it ends");
  record.add_option("--minutes", options.minutes, "The minutes' number");
  record
      .add_option("--condition", options.conditions,
                  "Of conditional grants: the id of a finding of the case; may be repeated")
      ->allow_extra_args(false);
  record.add_flag("--historical", options.historical,
                  "From papers of before this register: no case, no vote");
  AddVoteOptions(record, options.vote);
  AddRequestId(record, options.request_id);
  AddValidateOnly(record, options.validate_only);
  AddExample(record,
             "tarazy decision record 2023-17-6b04107 --subject programmes/ektu-6b04107 "
             "--agency iaar --scope programme --kind grant --years 5 --on 2023-06-16 "
             "--case ektu-2023 --members 9 --ballot c-1=for --ballot c-2=for …");
}

}  // namespace

void AddDecisionCommands(CLI::App& app, Action& chosen) {
  CLI::App& group = AddGroup(app, "decision", "What councils decided");
  AddRecordCommand(group, chosen);

  CLI::App& get = *group.add_subcommand("get", "Show one decision");
  get.add_option("ID", Bind(get, chosen, Get).id, "Its id, such as 2023-17-6b04107")->required();

  CLI::App& list = *group.add_subcommand("list", "Show decisions in the order of their recording");
  auto& list_options = Bind(list, chosen, List);
  list.add_option("--subject", list_options.subject,
                  "Only about this one: programmes/ID or institutions/ID");
  list.add_option("--case", list_options.case_id, "Only of this case");
  AddPageOptions(list, list_options.page);
  AddExample(list, "tarazy decision list --subject programmes/ektu-6b04107");

  CLI::App& import =
      *group.add_subcommand("import", "Record decisions of before this register, all or none");
  auto& import_options = Bind(import, chosen, Import);
  import
      .add_option("FILE", import_options.file,
                  "YAML or JSON with the list \"decisions\"; - is standard input")
      ->required();
  AddRequestId(import, import_options.request_id);
  AddValidateOnly(import, import_options.validate_only);
  AddExample(import, "tarazy decision import decisions-before-2023.yaml");
}

}  // namespace tarazy::cli
