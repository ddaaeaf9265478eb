// tarazy ranking table | excluded | scores
#include "absl/strings/str_split.h"
#include "services/cli/commands.h"
#include "services/cli/find_edition.h"
#include "services/cli/records.h"
#include "services/cli/resource_name.h"
#include "services/cli/score_row.h"
#include "tarazy/rankings/v1/rankings_service.grpc.pb.h"

namespace tarazy::cli {
namespace {

using rankings::v1::RankingsService;

// What the edition's ranking ranks names the column: "institution" or "programme".
absl::StatusOr<std::string> UnitColumn(Session& session, const std::string& edition) {
  const std::vector<std::string> parts = absl::StrSplit(edition, '/');
  rankings::v1::GetRankingRequest request;
  request.set_name(FullName("rankings", parts.at(1)));
  ASSIGN_OR_RETURN(const auto response,
                   session.client.Call(&RankingsService::Stub::GetRanking, request));
  return response.ranking().unit() == registry::v1::UNIT_KIND_PROGRAMME ? "programme"
                                                                        : "institution";
}

struct TableOptions {
  std::string edition;
  std::string group;
  PageOptions page;
};

// Columns and cells of the table's lines; `unit` is "institution" or "programme".
std::vector<Column> RowColumns(const std::string& unit) {
  return {{"rank"}, {unit}, {"title"}, {"group"}, {"score"}};
}
std::vector<Value> RowCells(const rankings::v1::TableRow& row) {
  return {row.has_rank() ? Value(int64_t{row.rank()}) : Value(), row.unit(), Title(row.title()),
          Text(row.group()), DecimalValue(row.score())};
}

absl::Status ShowTable(Session& session, const TableOptions& options) {
  rankings::v1::ListTableRowsRequest request;
  ASSIGN_OR_RETURN(*request.mutable_parent(), FindEdition(session, options.edition));
  request.set_group(options.group);
  ASSIGN_OR_RETURN(const std::string unit, UnitColumn(session, request.parent()));
  Table table{.columns = RowColumns(unit), .rows = {}};
  RETURN_IF_ERROR(ForEachPage(session, options.page, &RankingsService::Stub::ListTableRows, request,
                              [&](const auto& response) {
                                for (const auto& row : response.rows()) {
                                  table.rows.push_back(RowCells(row));
                                }
                              }));
  PrintRows(table, session.style, session.terminal.out);
  return absl::OkStatus();
}

struct ExcludedOptions {
  std::string edition;
  PageOptions page;
};

absl::Status ShowExcluded(Session& session, const ExcludedOptions& options) {
  rankings::v1::ListExcludedUnitsRequest request;
  ASSIGN_OR_RETURN(*request.mutable_parent(), FindEdition(session, options.edition));
  ASSIGN_OR_RETURN(const std::string unit, UnitColumn(session, request.parent()));
  Table table{.columns = {{unit}, {"title"}, {"group"}, {"reason"}}, .rows = {}};
  RETURN_IF_ERROR(ForEachPage(session, options.page, &RankingsService::Stub::ListExcludedUnits,
                              request, [&](const auto& response) {
                                for (const auto& excluded : response.units()) {
                                  table.rows.push_back({excluded.unit(), Title(excluded.title()),
                                                        Text(excluded.group()),
                                                        Text(excluded.reason())});
                                }
                              }));
  PrintRows(table, session.style, session.terminal.out);
  return absl::OkStatus();
}

struct ScoresOptions {
  std::string edition;
  std::string unit;
};

absl::Status ShowScore(Session& session, const ScoresOptions& options) {
  rankings::v1::GetScoreRequest request;
  ASSIGN_OR_RETURN(*request.mutable_parent(), FindEdition(session, options.edition));
  request.set_unit(UnitId(options.unit));
  ASSIGN_OR_RETURN(const std::string unit, UnitColumn(session, request.parent()));
  ASSIGN_OR_RETURN(const auto response,
                   session.client.Call(&RankingsService::Stub::GetScore, request));
  PrintOne({.columns = RowColumns(unit), .rows = {RowCells(response.row())}}, session.style,
           session.terminal.out);
  return absl::OkStatus();
}

absl::Status ShowScores(Session& session, const ScoresOptions& options) {
  rankings::v1::ListNodeScoresRequest request;
  ASSIGN_OR_RETURN(*request.mutable_parent(), FindEdition(session, options.edition));
  request.set_unit(UnitId(options.unit));
  ASSIGN_OR_RETURN(const auto response,
                   session.client.Call(&RankingsService::Stub::ListNodeScores, request));
  Table table{.columns = ScoreColumns(), .rows = {}};
  for (const auto& score : response.scores()) table.rows.push_back(ScoreRow(score));
  PrintRows(table, session.style, session.terminal.out);
  return absl::OkStatus();
}

}  // namespace

void AddTableCommands(CLI::App& ranking, Action& chosen) {
  CLI::App& table = *ranking.add_subcommand("table", "Show an edition's table");
  auto& table_options = Bind(table, chosen, ShowTable);
  table.add_option("EDITION", table_options.edition, kEditionHelp)->required();
  table.add_option("--group", table_options.group, "Only this group");
  AddPageOptions(table, table_options.page);

  CLI::App& excluded = *ranking.add_subcommand("excluded", "Show who was left out, and why");
  auto& excluded_options = Bind(excluded, chosen, ShowExcluded);
  excluded.add_option("EDITION", excluded_options.edition, kEditionHelp)->required();
  AddPageOptions(excluded, excluded_options.page);

  CLI::App& score = *ranking.add_subcommand("score", "Show a unit's rank and published score");
  auto& score_options = Bind(score, chosen, ShowScore);
  score.add_option("EDITION", score_options.edition, kEditionHelp)->required();
  score.add_option("UNIT", score_options.unit, "The institution or programme")->required();

  CLI::App& scores = *ranking.add_subcommand("scores", "Show a unit's result at every indicator");
  auto& scores_options = Bind(scores, chosen, ShowScores);
  scores.add_option("EDITION", scores_options.edition, kEditionHelp)->required();
  scores.add_option("UNIT", scores_options.unit, "The institution or programme")->required();
}

}  // namespace tarazy::cli
