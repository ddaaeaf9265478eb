#include "services/surveys/domain/figures/told_cross.h"

#include "services/surveys/domain/disclosure/protect.h"

namespace tarazy::surveys {

std::vector<ToldTable> ToldTables(const MaskedCounts& counts, CrossCounter& counter) {
  const std::vector<CountTable> tables = counter.Take();
  std::vector<Mask> masks;
  for (const MaskedCounts::Layer& layer : counts.layers()) {
    const std::vector<Mask> some = ProtectCrossByStrata(
        counts.tree(), layer.suppressed, tables,
        counter.row().MaskOf(counts.Question(counter.row().place(), layer)),
        counter.column().MaskOf(counts.Question(counter.column().place(), layer)),
        layer.protection);
    if (masks.empty()) {
      masks = some;
      continue;
    }
    for (size_t node = 0; node < masks.size(); ++node) Unite(some[node], masks[node]);
  }
  std::vector<ToldTable> told;
  for (size_t node = 0; node < tables.size(); ++node) {
    ToldTable& table = told.emplace_back(ToldTable{.columns = tables[node].columns});
    table.cells.resize(tables[node].counts.size());
    if (counts.suppressed()[node]) continue;
    for (size_t i = 0; i < table.cells.size(); ++i) {
      if (!masks[node].suppressed[i]) table.cells[i] = tables[node].counts[i];
    }
  }
  return told;
}

}  // namespace tarazy::surveys
