// tarazy ranking explain
#include "absl/strings/str_cat.h"
#include "services/cli/commands.h"
#include "services/cli/explain_report.h"
#include "services/cli/find_edition.h"
#include "services/cli/records.h"
#include "services/cli/resource_name.h"
#include "services/cli/score_row.h"
#include "tarazy/rankings/v1/rankings_service.grpc.pb.h"

namespace tarazy::cli {
namespace {

using rankings::v1::ExplainUnitResponse;
using rankings::v1::NodeExplanation;

std::shared_ptr<const Table> UsedTable(const NodeExplanation& node) {
  auto table = std::make_shared<Table>();
  table->columns = {{"variable"}, {"value"},    {"base"},        {"standard_error"},
                    {"source"},   {"evidence"}, {"verified_by"}, {"revision"}};
  for (const auto& used : node.used()) {
    table->rows.push_back({used.variable(), Figure(used.has_value(), used.value()),
                           Figure(used.has_base(), used.base()),
                           Figure(used.has_standard_error(), used.standard_error()),
                           Text(used.source()), Text(used.evidence()), Text(used.verified_by()),
                           int64_t{used.revision()}});
  }
  return table;
}

Table ExplanationTable(const ExplainUnitResponse& response) {
  Table table{.columns = ScoreColumns(), .rows = {}};
  for (const char* name :
       {"title", "formula", "substituted", "how", "reference_unit", "reference_value", "used"}) {
    table.columns.push_back({name});
  }
  for (const auto& node : response.nodes()) {
    std::vector<Value> row = ScoreRow(node.score());
    row.push_back(Title(node.score().title()));
    row.push_back(Text(node.formula()));
    row.push_back(Text(node.substituted()));
    row.push_back(Text(node.how()));
    row.push_back(Text(node.reference_unit()));
    row.push_back(Figure(node.has_reference_value(), node.reference_value()));
    row.push_back(UsedTable(node));
    table.rows.push_back(std::move(row));
  }
  return table;
}

// Keeps the node and what is below it: the nodes after it that are deeper.
absl::Status KeepNode(const std::string& code, ExplainUnitResponse& response) {
  ExplainUnitResponse kept;
  *kept.mutable_row() = response.row();
  for (const auto& node : response.nodes()) {
    const bool inside = kept.nodes_size() == 0
                            ? node.score().code() == code
                            : node.score().depth() > kept.nodes(0).score().depth();
    if (inside) {
      *kept.add_nodes() = node;
    } else if (kept.nodes_size() > 0) {
      break;
    }
  }
  if (kept.nodes_size() == 0) {
    return absl::NotFoundError(absl::StrCat("the methodology has no indicator \"", code, "\""));
  }
  response = std::move(kept);
  return absl::OkStatus();
}

struct ExplainOptions {
  std::string edition;
  std::string unit;
  std::string node;
};

absl::Status Explain(Session& session, const ExplainOptions& options) {
  rankings::v1::ExplainUnitRequest request;
  ASSIGN_OR_RETURN(*request.mutable_parent(), FindEdition(session, options.edition));
  request.set_unit(UnitId(options.unit));
  ASSIGN_OR_RETURN(ExplainUnitResponse response,
                   session.client.Call(&rankings::v1::RankingsService::Stub::ExplainUnit, request));
  if (!options.node.empty()) RETURN_IF_ERROR(KeepNode(options.node, response));
  if (session.style.format == Format::kTable) {
    PrintExplanation(response, session.style, session.terminal.out);
  } else {
    PrintRows(ExplanationTable(response), session.style, session.terminal.out);
  }
  return absl::OkStatus();
}

}  // namespace

void AddExplainCommand(CLI::App& ranking, Action& chosen) {
  CLI::App& explain = *ranking.add_subcommand("explain", "Show how a unit's result came about");
  auto& options = Bind(explain, chosen, Explain);
  explain.add_option("EDITION", options.edition, kEditionHelp)->required();
  explain.add_option("UNIT", options.unit, "The institution or programme")->required();
  explain.add_option("--node", options.node, "Only this indicator and those below it")
      ->type_name("CODE");
}

}  // namespace tarazy::cli
