// tarazy appeal file | decide | get
#include "services/cli/commands.h"
#include "services/cli/records.h"
#include "services/cli/resource_name.h"
#include "services/cli/status_row.h"
#include "services/cli/vote_options.h"
#include "services/cli/word_option.h"
#include "tarazy/accreditation/v1/decisions_service.grpc.pb.h"

namespace tarazy::cli {
namespace {

namespace v1 = accreditation::v1;
using v1::Appeal;
using v1::DecisionsService;

// An open appeal has no outcome.
Table AppealTable(const Appeal& appeal) {
  const bool decided = appeal.outcome() != v1::APPEAL_OUTCOME_UNSPECIFIED;
  return {
      .columns = {{"id"},
                  {"decision"},
                  {"filed_on"},
                  {"grounds"},
                  {"outcome"},
                  {"decided_on"},
                  {"reason"},
                  {"filed_sequence"},
                  {"decided_sequence"},
                  {"record_time"},
                  {"ballots"}},
      .rows = {{BareId("appeals", appeal.name()), Text(appeal.decision()), Text(appeal.filed_on()),
                Text(appeal.grounds()), Text(EnumWord(appeal.outcome())), Text(appeal.decided_on()),
                Text(appeal.reason()), int64_t{appeal.filed_sequence()},
                decided ? Value(int64_t{appeal.decided_sequence()}) : Value(),
                Time(appeal.has_record_time(), appeal.record_time()), BallotTable(appeal.vote())}}};
}

struct FileOptions {
  std::string id;
  std::string decision;
  std::string on;
  std::string grounds;
  std::string request_id;
  bool validate_only = false;
};

absl::Status File(Session& session, const FileOptions& options) {
  v1::FileAppealRequest request;
  Appeal& appeal = *request.mutable_appeal();
  appeal.set_name(FullName("appeals", options.id));
  appeal.set_decision(FullName("decisions", options.decision));
  appeal.set_filed_on(options.on);
  appeal.set_grounds(options.grounds);
  request.set_request_id(options.request_id);
  request.set_validate_only(options.validate_only);
  ASSIGN_OR_RETURN(const auto response,
                   session.client.Call(&DecisionsService::Stub::FileAppeal, request));
  PrintOne(AppealTable(response.appeal()), session.style, session.terminal.out);
  return absl::OkStatus();
}

struct DecideOptions {
  std::string id;
  std::string outcome;
  std::string on;
  std::string reason;
  VoteOptions vote;
  std::string request_id;
  bool validate_only = false;
};

absl::Status Decide(Session& session, const DecideOptions& options) {
  v1::DecideAppealRequest request;
  request.set_name(FullName("appeals", options.id));
  request.set_outcome(EnumValue<v1::AppealOutcome>(options.outcome));
  request.set_decided_on(options.on);
  request.set_reason(options.reason);
  if (Voted(options.vote)) RETURN_IF_ERROR(FillVote(options.vote, *request.mutable_vote()));
  request.set_request_id(options.request_id);
  request.set_validate_only(options.validate_only);
  ASSIGN_OR_RETURN(const auto response,
                   session.client.Call(&DecisionsService::Stub::DecideAppeal, request));
  Table table = AppealTable(response.appeal());
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
  v1::GetAppealRequest request;
  request.set_name(FullName("appeals", options.id));
  ASSIGN_OR_RETURN(const auto response,
                   session.client.Call(&DecisionsService::Stub::GetAppeal, request));
  PrintOne(AppealTable(response.appeal()), session.style, session.terminal.out);
  return absl::OkStatus();
}

}  // namespace

void AddAppealCommands(CLI::App& app, Action& chosen) {
  CLI::App& group = AddGroup(app, "appeal", "Appeals against decisions");

  CLI::App& file = *group.add_subcommand("file", "Appeal a decision about your institution");
  auto& file_options = Bind(file, chosen, File);
  file.add_option("ID", file_options.id, "Its id, such as 2023-4")->required();
  file.add_option("--decision", file_options.decision, "The decision's id")->required();
  AddDay(file, "--on", file_options.on, "The day it came in")->required();
  file.add_option("--grounds", file_options.grounds, "Why")->required();
  AddRequestId(file, file_options.request_id);
  AddValidateOnly(file, file_options.validate_only);
  AddExample(file,
             "tarazy appeal file 2023-4 --decision 2023-17-6b04107 --on 2023-07-01 "
             "--grounds \"The commission did not see laboratory 3\"");

  CLI::App& decide = *group.add_subcommand("decide", "End an appeal");
  auto& options = Bind(decide, chosen, Decide);
  decide.add_option("ID", options.id, "Its id")->required();
  AddWord<v1::AppealOutcome>(decide, "--outcome", options.outcome, "How it ends")->required();
  AddDay(decide, "--on", options.on, "The day; today by default");
  decide.add_option("--reason", options.reason, "Why")->required();
  AddVoteOptions(decide, options.vote);
  AddRequestId(decide, options.request_id);
  AddValidateOnly(decide, options.validate_only);
  AddExample(decide,
             "tarazy appeal decide 2023-4 --outcome dismissed --reason \"It was closed that day\" "
             "--members 5 --ballot a-1=for --ballot a-2=for --ballot a-3=for");

  CLI::App& get = *group.add_subcommand("get", "Show one appeal");
  get.add_option("ID", Bind(get, chosen, Get).id, "Its id")->required();
}

}  // namespace tarazy::cli
