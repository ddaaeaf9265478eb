// tarazy case recommendations | event | follow-up | progress: what is done about findings.
#include "services/cli/commands.h"
#include "services/cli/records.h"
#include "services/cli/resource_name.h"
#include "services/cli/word_option.h"
#include "tarazy/accreditation/v1/follow_up_service.grpc.pb.h"

namespace tarazy::cli {
namespace {

namespace v1 = accreditation::v1;
using v1::FollowUp;
using v1::FollowUpService;

std::vector<Column> Columns() {
  return {{"finding"},   {"kind"},      {"standard"},
          {"programme"}, {"due"},       {"event"},
          {"state"},     {"days_left"}, {.name = "steps", .detail = true}};
}

std::shared_ptr<const Table> StepTable(const FollowUp& follow_up) {
  auto table = std::make_shared<Table>();
  table->columns = {{"id"}, {"on"}, {"act"}, {"text"}, {"documents"}, {"by"}};
  for (const auto& step : follow_up.steps()) {
    table->rows.push_back(
        {Text(step.id()), Text(step.on()), Text(EnumWord(step.act())), Text(step.text()),
         std::vector<std::string>(step.documents().begin(), step.documents().end()),
         Text(step.by())});
  }
  return table;
}

// Without a day there is nothing to be left.
std::vector<Value> Row(const FollowUp& follow_up) {
  return {Text(follow_up.finding()),
          Text(EnumWord(follow_up.kind())),
          Text(follow_up.standard()),
          Text(follow_up.programme()),
          Text(follow_up.due()),
          Text(follow_up.event()),
          Text(EnumWord(follow_up.state())),
          follow_up.due().empty() ? Value() : Value(int64_t{follow_up.days_left()}),
          StepTable(follow_up)};
}

template <class FollowUps>
Table MakeTable(const FollowUps& follow_ups) {
  Table table{.columns = Columns(), .rows = {}};
  for (const auto& follow_up : follow_ups) table.rows.push_back(Row(follow_up));
  return table;
}

struct ListOptions {
  std::string id;
  std::string on;
  std::string programme;
  std::string state;
};

absl::Status List(Session& session, const ListOptions& options) {
  v1::ListFollowUpsRequest request;
  request.set_parent(FullName("cases", options.id));
  request.set_on(options.on);
  request.set_programme(options.programme);
  request.set_state(EnumValue<v1::FollowUpState>(options.state));
  ASSIGN_OR_RETURN(const auto response,
                   session.client.Call(&FollowUpService::Stub::ListFollowUps, request));
  PrintRows(MakeTable(response.follow_ups()), session.style, session.terminal.out);
  return absl::OkStatus();
}

struct EventOptions {
  std::string id;
  std::string kind;
  std::string event;
  std::string on;
  std::vector<std::string> programmes;
  std::string note;
  std::string request_id;
  bool validate_only = false;
};

absl::Status RecordEvent(Session& session, const EventOptions& options) {
  v1::RecordEventRequest request;
  request.set_parent(FullName("cases", options.id));
  v1::Event& event = *request.mutable_event();
  event.set_id(options.event);
  event.set_kind(options.kind);
  event.set_on(options.on);
  event.mutable_programmes()->Add(options.programmes.begin(), options.programmes.end());
  event.set_note(options.note);
  request.set_request_id(options.request_id);
  request.set_validate_only(options.validate_only);
  ASSIGN_OR_RETURN(const auto response,
                   session.client.Call(&FollowUpService::Stub::RecordEvent, request));
  const v1::Event& stored = response.event();
  PrintOne(
      {.columns = {{"id"}, {"kind"}, {"on"}, {"programmes"}, {"note"}, {"occurrences"}},
       .rows = {{Text(stored.id()), Text(stored.kind()), Text(stored.on()),
                 std::vector<std::string>(stored.programmes().begin(), stored.programmes().end()),
                 Text(stored.note()),
                 std::make_shared<const Table>(MakeTable(response.occurrences()))}}},
      session.style, session.terminal.out);
  return absl::OkStatus();
}

struct StepOptions {
  std::string id;
  std::string finding;
  std::string programme;
  std::string due;
  std::string act;
  std::string text;
  std::vector<std::string> documents;
  std::string on;
  std::string request_id;
  bool validate_only = false;
};

template <class Request>
Request StepRequest(const StepOptions& options) {
  Request request;
  request.set_parent(FullName("cases", options.id));
  v1::FollowUpStep& step = *request.mutable_step();
  step.set_finding(options.finding);
  step.set_programme(options.programme);
  step.set_due(options.due);
  step.set_act(EnumValue<v1::FollowUpAct>(options.act));
  step.set_text(options.text);
  step.mutable_documents()->Add(options.documents.begin(), options.documents.end());
  step.set_on(options.on);
  request.set_request_id(options.request_id);
  request.set_validate_only(options.validate_only);
  return request;
}

// Plan and evidence are the institution's, the others the agency's: two calls of the contract.
absl::StatusOr<FollowUp> Take(Session& session, const StepOptions& options) {
  const v1::FollowUpAct act = EnumValue<v1::FollowUpAct>(options.act);
  if (act == v1::FOLLOW_UP_ACT_VERIFY || act == v1::FOLLOW_UP_ACT_RETURN) {
    ASSIGN_OR_RETURN(const auto response,
                     session.client.Call(&FollowUpService::Stub::ReviewFollowUp,
                                         StepRequest<v1::ReviewFollowUpRequest>(options)));
    return response.follow_up();
  }
  ASSIGN_OR_RETURN(const auto response,
                   session.client.Call(&FollowUpService::Stub::SubmitFollowUp,
                                       StepRequest<v1::SubmitFollowUpRequest>(options)));
  return response.follow_up();
}

absl::Status TakeStep(Session& session, const StepOptions& options) {
  ASSIGN_OR_RETURN(const FollowUp follow_up, Take(session, options));
  PrintOne({.columns = Columns(), .rows = {Row(follow_up)}}, session.style, session.terminal.out);
  return absl::OkStatus();
}

struct ProgressOptions {
  std::string id;
};

absl::Status Progress(Session& session, const ProgressOptions& options) {
  v1::GetProgressRequest request;
  request.set_name(FullName("cases", options.id));
  ASSIGN_OR_RETURN(const auto response,
                   session.client.Call(&FollowUpService::Stub::GetProgress, request));
  PrintOne(
      {.columns = {{"previous_case"}, {"verified"}, {"open"}, {"follow_ups"}},
       .rows = {{response.previous_case(), int64_t{response.verified()}, int64_t{response.open()},
                 std::make_shared<const Table>(MakeTable(response.follow_ups()))}}},
      session.style, session.terminal.out);
  return absl::OkStatus();
}

void AddStepCommand(CLI::App& group, Action& chosen) {
  CLI::App& step = *group.add_subcommand("follow-up", "Plan, prove, verify or send back");
  auto& options = Bind(step, chosen, TakeStep);
  step.add_option("ID", options.id, "The case")->required();
  step.add_option("FINDING", options.finding, "The finding's id")->required();
  step.add_option("--programme", options.programme, "The programme's code")->required();
  AddWord<v1::FollowUpAct>(step, "--act", options.act,
                           "plan and evidence are the institution's, the others the agency's")
      ->required();
  step.add_option("--text", options.text, "In words");
  step.add_option("--document", options.documents,
                  "SHA-256 of a document that proves it; may be repeated")
      ->allow_extra_args(false);
  AddDay(step, "--due", options.due, "Which occurrence, when there are several");
  AddDay(step, "--on", options.on, "The day; today by default");
  AddRequestId(step, options.request_id);
  AddValidateOnly(step, options.validate_only);
  AddExample(step,
             "tarazy case follow-up ektu-2023 r-6.4-2 --programme 6B04107 --act plan "
             "--text \"Two more laboratories by May\"");
}

}  // namespace

void AddFollowUpCommands(CLI::App& group, Action& chosen) {
  CLI::App& list =
      *group.add_subcommand("recommendations", "Show what is due by finding and programme");
  auto& list_options = Bind(list, chosen, List);
  list.add_option("ID", list_options.id, "The case")->required();
  AddDay(list, "--on", list_options.on, "As of this day; today by default");
  list.add_option("--programme", list_options.programme, "Only this programme's code");
  AddWord<v1::FollowUpState>(list, "--state", list_options.state, "Only in this state");
  AddExample(list, "tarazy case recommendations ektu-2023 --on 2024-09-01");

  CLI::App& event = *group.add_subcommand("event", "Record an event that deadlines hang on");
  auto& event_options = Bind(event, chosen, RecordEvent);
  event.add_option("ID", event_options.id, "The case")->required();
  event.add_option("KIND", event_options.kind, "One of the case's kinds of events")->required();
  AddDay(event, "--on", event_options.on, "The day")->required();
  event
      .add_option("--programme", event_options.programmes,
                  "A programme's code it concerns; all by default; may be repeated")
      ->allow_extra_args(false);
  event.add_option("--note", event_options.note, "What happened");
  event.add_option("--event", event_options.event, "Its id; the server gives one by default");
  AddRequestId(event, event_options.request_id);
  AddValidateOnly(event, event_options.validate_only);
  AddExample(event, "tarazy case event ektu-2023 studies-at-partner --on 2024-01-15");

  AddStepCommand(group, chosen);

  CLI::App& progress =
      *group.add_subcommand("progress", "Show the follow-up of the case before this one");
  progress.add_option("ID", Bind(progress, chosen, Progress).id, "The case")->required();
  AddExample(progress, "tarazy case progress ektu-2028");
}

}  // namespace tarazy::cli
