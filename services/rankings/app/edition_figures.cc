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

}  // namespace

ScoreRows::ScoreRows(const EditionInputs& inputs, Result result)
    : inputs_(inputs),
      result_(std::move(result)),
      tree_(MakeTree(inputs.methodology)),
      ranks_(NodeRanks(inputs.methodology, result_)) {
  for (size_t u = 0; u < result_.units.size(); ++u) {
    if (result_.units[u].standing != Standing::kExcluded) listed_.push_back(static_cast<int>(u));
  }
}

const EditionScore& ScoreRows::At(size_t index) {
  const size_t wanted = index / tree_.size();
  if (rows_.empty() || made_ != wanted) {
    MakeRowsOf(listed_[wanted]);
    made_ = wanted;
  }
  return rows_[index % tree_.size()];
}

void ScoreRows::MakeRowsOf(int unit) {
  rows_.clear();
  const std::vector<Decimal> shown = ShownComponents(inputs_.methodology, result_, unit);
  for (size_t i = 0; i < tree_.size(); ++i) {
    EditionScore row{.unit = inputs_.units[unit].id,
                     .node = static_cast<int>(i),
                     .points = Known(result_.values.at(i, unit)),
                     .contribution = shown[i].ToString(),
                     .rank = Place(ranks_.at(i, unit))};
    if (const int leaf = result_.leaf_of_node[i]; leaf >= 0) {
      const LeafFigures figures =
          FiguresAt(*tree_.nodes[i], result_.leaves[leaf], inputs_.dataset, result_, unit);
      row.value = Known(figures.x);
      row.normalised = Known(figures.n);
    }
    rows_.push_back(std::move(row));
  }
}

absl::StatusOr<EditionFigures> ComputeFigures(const EditionInputs& inputs, int threads,
                                              const std::function<void(double)>& progress) {
  if (inputs.units.empty()) {
    return FailedPrecondition(Reason::kNoData,
                              "no verified values were imported yet; import some, then compute");
  }
  ASSIGN_OR_RETURN(Result result, Compute(inputs.methodology, inputs.dataset,
                                          {.threads = threads, .progress = progress}));
  int excluded = 0;
  for (const UnitResult& unit : result.units) {
    excluded += unit.standing == Standing::kExcluded ? 1 : 0;
  }
  std::vector<Finding> findings = Findings(inputs.methodology, inputs.dataset, result);
  findings.insert(findings.end(), inputs.discrepancies.begin(), inputs.discrepancies.end());
  return EditionFigures{.digest = DigestOf(inputs, kEngineVersion),
                        .result_digest = ResultDigest(inputs.dataset, result),
                        .listed = static_cast<int>(result.units.size()) - excluded,
                        .excluded = excluded,
                        .findings = std::move(findings),
                        .indicators = IndicatorRows(MakeTree(inputs.methodology), result),
                        .units = UnitRows(inputs, result),
                        .scores = ScoreRows(inputs, std::move(result))};
}

}  // namespace tarazy::rankings
