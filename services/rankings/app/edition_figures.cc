#include "services/rankings/app/edition_figures.h"

#include <algorithm>
#include <optional>
#include <tuple>
#include <utility>

#include "common/base/error.h"
#include "common/base/sha256.h"
#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "services/rankings/domain/compute.h"
#include "services/rankings/domain/digest.h"
#include "services/rankings/domain/engine.h"
#include "services/rankings/domain/leaf_figures.h"
#include "services/rankings/domain/node_ranks.h"
#include "services/rankings/domain/shown.h"
#include "services/rankings/domain/tree.h"

namespace tarazy::rankings {
namespace {

// What is stored: minus zero becomes zero, since SQLite keeps no sign of it and figures are
// verified bit by bit.
std::optional<double> Known(double value) {
  if (IsAbsent(value)) return std::nullopt;
  return value == 0 ? 0.0 : value;
}

std::optional<int64_t> Place(int rank) {
  if (rank == 0) return std::nullopt;
  return rank;
}

absl::string_view StandingName(Standing standing) {
  switch (standing) {
    case Standing::kRanked:
      return "ranked";
    case Standing::kUnranked:
      return "unranked";
    case Standing::kExcluded:
      return "excluded";
  }
  return "";
}

std::string ResultDigest(const Dataset& dataset, const Result& result) {
  Sha256 hash;
  WriteResultBytes(dataset, result, [&](absl::string_view bytes) { hash.Update(bytes); });
  return Hex(hash.Finish());
}

// The order of the published table: the excluded last; groups when ranks start anew in each; the
// ranked by rank, then the others by score; ids inside a tie.
std::vector<int> TableOrder(const EditionInputs& inputs, const Result& result) {
  const bool by_group =
      inputs.methodology.groups.has_value() && inputs.methodology.groups->rank_within;
  std::vector<int> order(result.units.size());
  for (size_t i = 0; i < order.size(); ++i) order[i] = static_cast<int>(i);
  const auto key = [&](int u) {
    const UnitResult& unit = result.units[u];
    const bool excluded = unit.standing == Standing::kExcluded;
    return std::make_tuple(excluded, by_group && !excluded ? inputs.units[u].group : "",
                           unit.standing, unit.rank, -unit.published.scaled);
  };
  std::stable_sort(order.begin(), order.end(), [&](int a, int b) { return key(a) < key(b); });
  return order;
}

std::vector<EditionUnit> UnitRows(const EditionInputs& inputs, const Result& result) {
  std::vector<EditionUnit> rows;
  for (const int u : TableOrder(inputs, result)) {
    const UnitResult& unit = result.units[u];
    const bool excluded = unit.standing == Standing::kExcluded;
    rows.push_back({.position = static_cast<int>(rows.size()),
                    .unit = inputs.units[u].id,
                    .title = inputs.units[u].title,
                    .group = inputs.units[u].group,
                    .standing = std::string(StandingName(unit.standing)),
                    .rank = Place(unit.rank),
                    .score = excluded ? "" : unit.published.ToString(),
                    .exact = excluded ? std::nullopt : Known(unit.score),
                    .reason = unit.reason});
  }
  return rows;
}

std::vector<EditionIndicator> IndicatorRows(const Tree& tree, const Result& result) {
  std::vector<EditionIndicator> rows;
  for (size_t i = 0; i < tree.size(); ++i) {
    rows.push_back({.node = static_cast<int>(i),
                    .code = tree.nodes[i]->code,
                    .depth = tree.depth[i],
                    .title = tree.nodes[i]->title,
                    .max_points = result.maxima[i]});
  }
  return rows;
}

std::vector<EditionScore> ScoreRows(const EditionInputs& inputs, const Tree& tree,
                                    const Result& result,
                                    const std::function<void(double)>& progress) {
  std::vector<EditionScore> rows;
  const Matrix<int> ranks = NodeRanks(inputs.methodology, result);
  for (size_t u = 0; u < result.units.size(); ++u) {
    const int unit = static_cast<int>(u);
    if (result.units[u].standing == Standing::kExcluded) continue;
    const std::vector<Decimal> shown = ShownComponents(inputs.methodology, result, unit);
    for (size_t i = 0; i < tree.size(); ++i) {
      EditionScore row{.unit = inputs.units[u].id,
                       .node = static_cast<int>(i),
                       .points = Known(result.values.at(i, u)),
                       .contribution = shown[i].ToString(),
                       .rank = Place(ranks.at(i, u))};
      if (const int leaf = result.leaf_of_node[i]; leaf >= 0) {
        const LeafFigures figures =
            FiguresAt(*tree.nodes[i], result.leaves[leaf], inputs.dataset, result, unit);
        row.value = Known(figures.x);
        row.normalised = Known(figures.n);
      }
      rows.push_back(std::move(row));
    }
    if (progress && u % 1000 == 0)
      progress(0.5 + 0.5 * static_cast<double>(u) / result.units.size());
  }
  return rows;
}

}  // namespace

absl::StatusOr<EditionFigures> ComputeFigures(const EditionInputs& inputs, int threads,
                                              const std::function<void(double)>& progress) {
  if (inputs.units.empty()) {
    return FailedPrecondition(Reason::kNoData,
                              "no verified values were imported yet; import some, then compute");
  }
  ComputeOptions options{.threads = threads};
  if (progress) options.progress = [&](double share) { progress(0.5 * share); };
  ASSIGN_OR_RETURN(const Result result, Compute(inputs.methodology, inputs.dataset, options));
  const Tree tree = MakeTree(inputs.methodology);

  EditionFigures figures;
  figures.digest = DigestOf(inputs, kEngineVersion);
  figures.result_digest = ResultDigest(inputs.dataset, result);
  figures.findings = Findings(inputs.methodology, inputs.dataset, result);
  figures.findings.insert(figures.findings.end(), inputs.discrepancies.begin(),
                          inputs.discrepancies.end());
  figures.indicators = IndicatorRows(tree, result);
  figures.units = UnitRows(inputs, result);
  figures.scores = ScoreRows(inputs, tree, result, progress);
  for (const UnitResult& unit : result.units) {
    ++(unit.standing == Standing::kExcluded ? figures.excluded : figures.listed);
  }
  return figures;
}

}  // namespace tarazy::rankings
