// tarazy survey open | next-wave | get | list | participation | remind | close: campaigns.
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/cli/campaign_row.h"
#include "services/cli/commands.h"
#include "services/cli/enum_words.h"
#include "services/cli/failure.h"
#include "services/cli/record_file.h"
#include "services/cli/records.h"
#include "services/cli/resource_name.h"
#include "services/cli/word_option.h"
#include "tarazy/surveys/v1/campaigns_service.grpc.pb.h"

namespace tarazy::cli {
namespace {

namespace v1 = surveys::v1;
using v1::CampaignsService;

// What can be said of a campaign without a file.
struct WindowOptions {
  std::string opens;
  std::string closes;
  std::string zone = "Asia/Almaty";
};

void AddWindowOptions(CLI::App& command, WindowOptions& options) {
  command.add_option("--opens", options.opens, "From when: 2026-04-26T11:15; at once by default");
  command.add_option("--closes", options.closes, "Until when; by hand by default");
  command.add_option("--zone", options.zone, "The zone of both")->capture_default_str();
}

void FillWindow(const WindowOptions& options, v1::Window& window) {
  if (options.opens.empty() && options.closes.empty()) return;
  window.set_opens(options.opens);
  window.set_closes(options.closes);
  window.set_zone(options.zone);
}

// "6b04107=26" or "6b04107".
absl::StatusOr<v1::Stratum> ParseStratum(const std::string& text) {
  const std::pair<std::string, std::string> parts = absl::StrSplit(text, absl::MaxSplits('=', 1));
  v1::Stratum stratum;
  stratum.set_id(parts.first);
  if (parts.second.empty()) return stratum;
  int64_t frame = 0;
  if (!absl::SimpleAtoi(parts.second, &frame)) {
    return UsageError(absl::StrCat("--stratum ", text, ": write ID=PEOPLE, such as 6b04107=26"));
  }
  stratum.set_frame(frame);
  return stratum;
}

absl::Status FillStrata(const std::vector<std::string>& texts,
                        google::protobuf::RepeatedPtrField<v1::Stratum>& strata) {
  for (const std::string& text : texts) {
    ASSIGN_OR_RETURN(*strata.Add(), ParseStratum(text));
  }
  return absl::OkStatus();
}

void PrintOpened(Session& session, const v1::Campaign& campaign,
                 const google::protobuf::RepeatedPtrField<std::string>& warnings) {
  for (const std::string& warning : warnings) {
    session.terminal.err << "warning: " << warning << "\n";
  }
  PrintOne({.columns = CampaignColumns(), .rows = {CampaignRow(campaign)}}, session.style,
           session.terminal.out);
}

struct OpenOptions {
  std::string id;
  std::string file;
  std::string questionnaire;
  std::vector<std::string> strata;
  double gate = 0;
  bool box = false;
  bool counters = false;
  bool demonstration = false;
  WindowOptions window;
  std::string request_id;
  bool validate_only = false;
};

absl::Status Open(Session& session, const OpenOptions& options) {
  v1::OpenCampaignRequest request;
  v1::Campaign& campaign = *request.mutable_campaign();
  if (!options.file.empty()) RETURN_IF_ERROR(ReadFieldsFile(options.file, campaign).status());
  const std::string id = BareId("campaigns", options.id);
  if (!campaign.id().empty() && campaign.id() != id) {
    return UsageError(absl::StrCat(options.file, " is about ", campaign.id(), ", not ", id));
  }
  campaign.set_id(id);
  if (!options.questionnaire.empty()) {
    ASSIGN_OR_RETURN(*campaign.mutable_questionnaire(), QuestionnaireName(options.questionnaire));
  }
  RETURN_IF_ERROR(FillStrata(options.strata, *campaign.mutable_strata()));
  FillWindow(options.window, *campaign.mutable_window());
  if (options.gate > 0) campaign.set_participation_gate(options.gate);
  if (options.counters) campaign.set_ballots(v1::BALLOT_MODE_COUNTERS);
  if (options.demonstration) campaign.set_demonstration(true);
  if (campaign.kind() == v1::CAMPAIGN_KIND_UNSPECIFIED) {
    campaign.set_kind(options.box ? v1::CAMPAIGN_KIND_BOX : v1::CAMPAIGN_KIND_TICKETS);
  }
  request.set_request_id(options.request_id);
  request.set_validate_only(options.validate_only);
  ASSIGN_OR_RETURN(const auto response,
                   session.client.Call(&CampaignsService::Stub::OpenCampaign, request));
  PrintOpened(session, response.campaign(), response.warnings());
  return absl::OkStatus();
}

struct WaveOptions {
  std::string previous;
  std::string id;
  std::string wave;
  std::vector<std::string> strata;
  WindowOptions window;
  std::string request_id;
};

absl::Status NextWave(Session& session, const WaveOptions& options) {
  v1::OpenNextWaveRequest request;
  request.set_previous(FullName("campaigns", options.previous));
  request.set_id(BareId("campaigns", options.id));
  request.set_wave(options.wave);
  RETURN_IF_ERROR(FillStrata(options.strata, *request.mutable_strata()));
  FillWindow(options.window, *request.mutable_window());
  request.set_request_id(options.request_id);
  ASSIGN_OR_RETURN(const auto response,
                   session.client.Call(&CampaignsService::Stub::OpenNextWave, request));
  PrintOpened(session, response.campaign(), response.warnings());
  return absl::OkStatus();
}

struct IdOptions {
  std::string id;
};

absl::Status Get(Session& session, const IdOptions& options) {
  v1::GetCampaignRequest request;
  request.set_name(FullName("campaigns", options.id));
  ASSIGN_OR_RETURN(const auto response,
                   session.client.Call(&CampaignsService::Stub::GetCampaign, request));
  PrintOne({.columns = CampaignColumns(), .rows = {CampaignRow(response.campaign())}},
           session.style, session.terminal.out);
  return absl::OkStatus();
}

struct ListOptions {
  std::string series;
  PageOptions page;
};

absl::Status List(Session& session, const ListOptions& options) {
  v1::ListCampaignsRequest request;
  request.set_series(options.series);
  Table table{.columns = CampaignColumns(), .rows = {}};
  RETURN_IF_ERROR(ForEachPage(session, options.page, &CampaignsService::Stub::ListCampaigns,
                              request, [&](const auto& response) {
                                for (const v1::Campaign& campaign : response.campaigns()) {
                                  table.rows.push_back(CampaignRow(campaign));
                                }
                              }));
  PrintRows(table, session.style, session.terminal.out);
  return absl::OkStatus();
}

absl::Status Participation(Session& session, const IdOptions& options) {
  v1::GetParticipationRequest request;
  request.set_name(FullName("campaigns", options.id));
  ASSIGN_OR_RETURN(const auto response,
                   session.client.Call(&CampaignsService::Stub::GetParticipation, request));
  const v1::ParticipationReport& report = response.participation();
  Table table{.columns = ParticipationColumns(), .rows = {}};
  for (const v1::Participation& line : report.strata()) {
    table.rows.push_back(ParticipationRow(line));
  }
  PrintRows(table, session.style, session.terminal.out);
  return absl::OkStatus();
}

struct RemindOptions {
  std::string id;
  std::vector<std::string> strata;
  std::string request_id;
};

absl::Status Remind(Session& session, const RemindOptions& options) {
  v1::RemindCampaignRequest request;
  request.set_name(FullName("campaigns", options.id));
  *request.mutable_strata() = {options.strata.begin(), options.strata.end()};
  request.set_request_id(options.request_id);
  ASSIGN_OR_RETURN(const auto response,
                   session.client.Call(&CampaignsService::Stub::RemindCampaign, request));
  PrintOne({.columns = {{"batch"}, {"people"}},
            .rows = {{Text(response.batch()),
                      response.has_people() ? Value(int64_t{response.people()}) : Value()}}},
           session.style, session.terminal.out);
  return absl::OkStatus();
}

struct CloseOptions {
  std::string id;
  std::string request_id;
};

absl::Status Close(Session& session, const CloseOptions& options) {
  v1::CloseCampaignRequest request;
  request.set_name(FullName("campaigns", options.id));
  request.set_request_id(options.request_id);
  ASSIGN_OR_RETURN(const auto response,
                   session.client.Call(&CampaignsService::Stub::CloseCampaign, request));
  PrintOne({.columns = CampaignColumns(), .rows = {CampaignRow(response.campaign())}},
           session.style, session.terminal.out);
  return absl::OkStatus();
}

template <class Options>
CLI::App& AddFor(CLI::App& group, Action& chosen, const std::string& name,
                 const std::string& description, absl::Status (*run)(Session&, const Options&),
                 Options** options) {
  CLI::App& command = *group.add_subcommand(name, description);
  *options = &Bind(command, chosen, run);
  command.add_option("ID", (*options)->id, "The campaign")->required();
  return command;
}

void AddOpen(CLI::App& group, Action& chosen) {
  OpenOptions* options;
  CLI::App& command = AddFor(group, chosen, "open", "Open a campaign", Open, &options);
  command
      .add_option("--file", options->file, "The campaign as a file (docs/questionnaire-file.md)")
      ->type_name("FILE");
  command.add_option("--questionnaire", options->questionnaire, "ID or ID@VERSION");
  command.add_option("--stratum", options->strata, "A group that is asked, and how many it has")
      ->type_name("ID=PEOPLE");
  command.add_option("--gate", options->gate, "Share of each group that has to take part")
      ->type_name("PERCENT");
  command.add_flag("--box", options->box, "A feedback box: anybody answers, without a ticket");
  command.add_flag("--counters", options->counters, "Keep counts only, no record of any ballot");
  command.add_flag("--demonstration", options->demonstration,
                   "The answers will be invented; results say so");
  AddWindowOptions(command, options->window);
  AddRequestId(command, options->request_id);
  AddValidateOnly(command, options->validate_only);
  AddExample(command,
             "tarazy survey open students-2026 --questionnaire iaar-students-2023 --stratum "
             "6b04107=26 --gate 40 --opens 2026-04-26T11:15 --closes 2026-04-26T12:00");
}

}  // namespace

void AddSurveyCommands(CLI::App& app, Action& chosen) {
  CLI::App& group = AddGroup(app, "survey", "Anonymous surveys: campaigns, tickets, results");
  AddOpen(group, chosen);

  CLI::App& wave = *group.add_subcommand("next-wave", "Open the next campaign of a series");
  auto& wave_options = Bind(wave, chosen, NextWave);
  wave.add_option("PREVIOUS", wave_options.previous, "The campaign before")->required();
  wave.add_option("ID", wave_options.id, "The new campaign")->required();
  wave.add_option("--wave", wave_options.wave, "Which wave it is: 2026/27-1")->required();
  wave.add_option("--stratum", wave_options.strata, "Other groups than before")
      ->type_name("ID=PEOPLE");
  AddWindowOptions(wave, wave_options.window);
  AddRequestId(wave, wave_options.request_id);

  IdOptions* get;
  AddFor(group, chosen, "get", "Show a campaign", Get, &get);
  CLI::App& list = *group.add_subcommand("list", "Show all campaigns");
  auto& list_options = Bind(list, chosen, List);
  list.add_option("--series", list_options.series, "Only the waves of this series");
  AddPageOptions(list, list_options.page);

  IdOptions* participation;
  AddFor(group, chosen, "participation", "Show how many of each group took part", Participation,
         &participation);

  RemindOptions* remind;
  CLI::App& remind_command =
      AddFor(group, chosen, "remind",
             "Have those reminded who have not taken their ticket; nobody learns who they are",
             Remind, &remind);
  remind_command.add_option("--stratum", remind->strata, "Only of this group");
  AddRequestId(remind_command, remind->request_id);

  CloseOptions* close;
  CLI::App& close_command =
      AddFor(group, chosen, "close", "Close a campaign and freeze its results", Close, &close);
  AddRequestId(close_command, close->request_id);

  AddSurveyRollCommands(group, chosen);
  AddSurveyAnswerCommands(group, chosen);
  AddSurveyResultCommands(group, chosen);
  AddSurveyReviewCommands(group, chosen);
  AddSurveySimulateCommand(group, chosen);
}

}  // namespace tarazy::cli
