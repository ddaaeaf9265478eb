// tarazy ranking create | get | list; the group's other commands have files of their own.
#include "services/cli/commands.h"
#include "services/cli/records.h"
#include "services/cli/resource_name.h"
#include "tarazy/rankings/v1/rankings_service.grpc.pb.h"

namespace tarazy::cli {
namespace {

using rankings::v1::Ranking;
using rankings::v1::RankingsService;

Table MakeTable() {
  return {.columns = {{"id"},
                      {"methodology"},
                      {"year"},
                      {"unit"},
                      {"revision"},
                      {"published_edition"},
                      {.name = "previous", .detail = true},
                      {"create_time"}},
          .rows = {}};
}

std::vector<Value> Row(const Ranking& ranking) {
  return {BareId("rankings", ranking.name()),
          Text(ranking.methodology()),
          int64_t{ranking.year()},
          EnumText(registry::v1::UnitKind_Name(ranking.unit()), "UNIT_KIND_"),
          int64_t{ranking.revision()},
          Text(ranking.published_edition()),
          Text(ranking.previous()),
          Time(ranking.has_create_time(), ranking.create_time())};
}

void Print(Session& session, const Ranking& ranking) {
  Table table = MakeTable();
  table.rows.push_back(Row(ranking));
  PrintOne(table, session.style, session.terminal.out);
}

struct CreateOptions {
  std::string id;
  std::string methodology;
  int32_t year = 0;
  std::string previous;
  std::string request_id;
};

absl::Status Create(Session& session, const CreateOptions& options) {
  rankings::v1::CreateRankingRequest request;
  request.set_ranking_id(BareId("rankings", options.id));
  ASSIGN_OR_RETURN(*request.mutable_methodology(), MethodologyName(options.methodology));
  request.set_year(options.year);
  request.set_previous(OptionalName("rankings", options.previous));
  request.set_request_id(options.request_id);
  ASSIGN_OR_RETURN(const auto response,
                   session.client.Call(&RankingsService::Stub::CreateRanking, request));
  Print(session, response.ranking());
  return absl::OkStatus();
}

struct GetOptions {
  std::string id;
};

absl::Status Get(Session& session, const GetOptions& options) {
  rankings::v1::GetRankingRequest request;
  request.set_name(FullName("rankings", options.id));
  ASSIGN_OR_RETURN(const auto response,
                   session.client.Call(&RankingsService::Stub::GetRanking, request));
  Print(session, response.ranking());
  return absl::OkStatus();
}

struct ListOptions {
  PageOptions page;
};

absl::Status List(Session& session, const ListOptions& options) {
  Table table = MakeTable();
  RETURN_IF_ERROR(ForEachPage(session, options.page, &RankingsService::Stub::ListRankings,
                              rankings::v1::ListRankingsRequest(), [&](const auto& response) {
                                for (const auto& ranking : response.rankings()) {
                                  table.rows.push_back(Row(ranking));
                                }
                              }));
  PrintRows(table, session.style, session.terminal.out);
  return absl::OkStatus();
}

}  // namespace

void AddRankingCommands(CLI::App& app, Action& chosen) {
  CLI::App& group = AddGroup(app, "ranking", "Rankings, their values and editions");

  CLI::App& create = *group.add_subcommand("create", "Open a cycle");
  auto& options = Bind(create, chosen, Create);
  create.add_option("ID", options.id, "Its id, such as iqaa-2026")->required();
  create
      .add_option("--methodology", options.methodology, "ID for the newest version, or ID@VERSION")
      ->required();
  create.add_option("--year", options.year, "The year of the cycle")->required();
  create
      .add_option("--previous", options.previous,
                  "The ranking of the cycle before, to compare values with")
      ->type_name("RANKING");
  AddRequestId(create, options.request_id);
  AddExample(create,
             "tarazy ranking create iqaa-2026 --methodology iqaa-2020 --year 2026 "
             "--previous iqaa-2025");

  CLI::App& get = *group.add_subcommand("get", "Show one ranking");
  get.add_option("ID", Bind(get, chosen, Get).id, "Its id, such as iqaa-2026")->required();

  CLI::App& list = *group.add_subcommand("list", "Show all rankings");
  AddPageOptions(list, Bind(list, chosen, List).page);

  AddImportCommand(group, chosen);
  AddImportRatingsCommand(group, chosen);
  AddPullCommand(group, chosen);
  AddValuesCommand(group, chosen);
  AddTemplateCommand(group, chosen);
  AddSubmissionCommands(group, chosen);
  AddReviewCommands(group, chosen);
  AddDisputeCommands(group, chosen);
  AddEditionCommands(group, chosen);
  AddObjectionCommands(group, chosen);
  AddTableCommands(group, chosen);
  AddExplainCommand(group, chosen);
  AddVerifyCommand(group, chosen);
}

}  // namespace tarazy::cli
