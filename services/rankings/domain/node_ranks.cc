#include "services/rankings/domain/node_ranks.h"

#include <cmath>

#include "services/rankings/domain/rank.h"

namespace tarazy::rankings {
namespace {

bool RanksWithin(const Methodology& methodology) {
  return methodology.groups && methodology.groups->rank_within;
}

bool Competes(const Result& result, size_t node, size_t unit) {
  return result.units[unit].standing == Standing::kRanked &&
         !std::isnan(result.values.at(node, unit));
}

// Rounding keeps order, so that only values a last decimal apart or closer need it.
bool Better(double other, double own, const Decimal& own_rounded, double clearly_apart) {
  if (!(other > own)) return false;
  return other - own > clearly_apart ||
         RoundDecimal(other, own_rounded.decimals).scaled > own_rounded.scaled;
}

}  // namespace

Matrix<int> NodeRanks(const Methodology& methodology, const Result& result) {
  Matrix<int> ranks;
  ranks.Reshape(result.values.rows(), result.units.size());
  const bool within = RanksWithin(methodology);
  std::vector<Contender> contenders;
  for (size_t node = 0; node < ranks.rows(); ++node) {
    contenders.clear();
    const absl::Span<int> row = ranks.row(node);
    for (size_t u = 0; u < row.size(); ++u) {
      row[u] = 0;
      if (!Competes(result, node, u)) continue;
      const Decimal rounded = RoundDecimal(result.values.at(node, u), methodology.decimals);
      contenders.push_back(
          {within ? result.group_of_unit[u] : 0, rounded.scaled, static_cast<int>(u)});
    }
    const std::vector<int> ranked = RankInPlace(Ties{}, methodology.decimals, contenders);
    for (size_t i = 0; i < ranked.size(); ++i) row[contenders[i].unit] = ranked[i];
  }
  return ranks;
}

std::vector<int> NodeRanksOf(const Methodology& methodology, const Result& result, int unit) {
  std::vector<int> ranks(result.values.rows(), 0);
  const bool within = RanksWithin(methodology);
  const double clearly_apart = 1.5 * std::pow(10.0, -methodology.decimals);
  for (size_t node = 0; node < ranks.size(); ++node) {
    if (!Competes(result, node, unit)) continue;
    const absl::Span<const double> values = result.values.row(node);
    const double own = values[unit];
    const Decimal rounded = RoundDecimal(own, methodology.decimals);
    int better = 0;
    for (size_t u = 0; u < values.size(); ++u) {
      if (!Competes(result, node, u)) continue;
      if (within && result.group_of_unit[u] != result.group_of_unit[unit]) continue;
      better += Better(values[u], own, rounded, clearly_apart) ? 1 : 0;
    }
    ranks[node] = better + 1;
  }
  return ranks;
}

}  // namespace tarazy::rankings
