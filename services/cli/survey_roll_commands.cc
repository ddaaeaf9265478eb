// tarazy survey invite | erase | ticket: who may answer.
#include <sys/stat.h>

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "services/cli/commands.h"
#include "services/cli/csv_input.h"
#include "services/cli/failure.h"
#include "services/cli/progress_bar.h"
#include "services/cli/records.h"
#include "services/cli/replace_file.h"
#include "services/cli/resource_name.h"
#include "tarazy/surveys/v1/roll_service.grpc.pb.h"

namespace tarazy::cli {
namespace {

namespace v1 = surveys::v1;
using v1::RollService;

struct InviteOptions {
  std::string id;
  std::string people;
  std::string qr_folder;
  std::string request_id;
};

absl::StatusOr<std::vector<v1::Invitee>> ReadPeople(const std::string& path) {
  static constexpr absl::string_view kColumns[] = {"contact", "stratum", "language", "test"};
  ASSIGN_OR_RETURN(const std::vector<CsvRecord> rows, ReadCsv(path, kColumns));
  std::vector<v1::Invitee> people;
  for (const CsvRecord& row : rows) {
    v1::Invitee& person = people.emplace_back();
    person.set_contact(row.at("contact"));
    person.set_stratum(row.at("stratum"));
    person.set_language(row.at("language"));
    person.set_test(row.at("test") == "true" || row.at("test") == "1");
  }
  if (people.empty()) return UsageError(absl::StrCat(path, " names nobody"));
  return people;
}

absl::Status WriteQr(const std::string& folder, const v1::Ticket& ticket, size_t place) {
  if (folder.empty()) return absl::OkStatus();
  if (mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST) {
    return UsageError(absl::StrCat("cannot make the folder ", folder));
  }
  return ReplaceFile(absl::StrCat(folder, "/", place + 1, ".svg"), ticket.qr_svg());
}

absl::Status Invite(Session& session, const InviteOptions& options) {
  ASSIGN_OR_RETURN(const std::vector<v1::Invitee> people, ReadPeople(options.people));
  const size_t batch = options.qr_folder.empty() ? 500 : 100;
  Table table{.columns = {{"contact"}, {"code"}, {"link"}, {"known"}}, .rows = {}};
  ProgressBar bar(session.terminal);
  for (size_t from = 0; from < people.size(); from += batch) {
    const size_t to = std::min(people.size(), from + batch);
    v1::InvitePeopleRequest request;
    request.set_campaign(FullName("campaigns", options.id));
    request.set_qr(!options.qr_folder.empty());
    *request.mutable_people() = {people.begin() + from, people.begin() + to};
    if (!options.request_id.empty()) {
      request.set_request_id(absl::StrCat(options.request_id, "-", from));
    }
    ASSIGN_OR_RETURN(const auto response,
                     session.client.Call(&RollService::Stub::InvitePeople, request));
    for (const v1::Ticket& ticket : response.tickets()) {
      RETURN_IF_ERROR(WriteQr(options.qr_folder, ticket, table.rows.size()));
      table.rows.push_back(
          {Text(ticket.contact()), Text(ticket.code()), Text(ticket.link()), ticket.known()});
    }
    bar.Update(static_cast<double>(to) / people.size(), "inviting");
  }
  bar.Clear();
  PrintRows(table, session.style, session.terminal.out);
  return absl::OkStatus();
}

struct EraseOptions {
  std::string id;
  std::string contact;
  std::string request_id;
};

absl::Status Erase(Session& session, const EraseOptions& options) {
  v1::EraseInviteeRequest request;
  request.set_campaign(FullName("campaigns", options.id));
  request.set_contact(options.contact);
  request.set_request_id(options.request_id);
  ASSIGN_OR_RETURN(const auto response,
                   session.client.Call(&RollService::Stub::EraseInvitee, request));
  PrintOne(
      {.columns = {{"contact"}, {"taken"}}, .rows = {{Text(options.contact), response.taken()}}},
      session.style, session.terminal.out);
  return absl::OkStatus();
}

struct TicketOptions {
  std::string code;
};

absl::Status LookAt(Session& session, const TicketOptions& options) {
  v1::LookAtTicketRequest request;
  request.set_ticket(options.code);
  ASSIGN_OR_RETURN(const auto response,
                   session.client.Call(&RollService::Stub::LookAtTicket, request));
  PrintOne({.columns = {{"campaign"}, {"stratum"}, {"taken"}, {"test"}, {"language"}},
            .rows = {{Text(response.campaign()), Text(response.stratum()), response.taken(),
                      response.test(), Text(response.language())}}},
           session.style, session.terminal.out);
  return absl::OkStatus();
}

}  // namespace

void AddSurveyRollCommands(CLI::App& group, Action& chosen) {
  CLI::App& invite = *group.add_subcommand("invite", "Put people on the roll; gives their tickets");
  auto& options = Bind(invite, chosen, Invite);
  invite.add_option("ID", options.id, "The campaign")->required();
  invite.add_option("PEOPLE", options.people, "CSV with contact,stratum[,language][,test]")
      ->required()
      ->type_name("FILE");
  invite.add_option("--qr", options.qr_folder, "Draw each ticket into this folder, as SVG")
      ->type_name("FOLDER");
  AddRequestId(invite, options.request_id);
  AddExample(invite, "tarazy --output csv survey invite students-2026 people.csv > tickets.csv");

  CLI::App& erase = *group.add_subcommand(
      "erase", "Take a person off the roll; a ballot that he cast stays, nobody can find it");
  auto& erase_options = Bind(erase, chosen, Erase);
  erase.add_option("ID", erase_options.id, "The campaign")->required();
  erase.add_option("CONTACT", erase_options.contact, "The person's contact")->required();
  AddRequestId(erase, erase_options.request_id);

  CLI::App& ticket = *group.add_subcommand("ticket", "Show what a ticket is for; uses nothing up");
  auto& ticket_options = Bind(ticket, chosen, LookAt);
  ticket.add_option("CODE", ticket_options.code, "The ticket's code")->required();
}

}  // namespace tarazy::cli
