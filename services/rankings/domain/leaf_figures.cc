#include "services/rankings/domain/leaf_figures.h"

#include "services/rankings/domain/missing.h"
#include "services/rankings/domain/normalise.h"

namespace tarazy::rankings {

LeafFigures FiguresAt(const Node& leaf, const LeafResult& values, const Dataset& dataset,
                      const Result& result, int unit) {
  LeafFigures figures{.x = result.RawValue(dataset, values, unit)};
  if (result.units[unit].standing == Standing::kExcluded) return figures;
  const Reference& reference = result.ReferenceOf(values, unit);
  if (IsAbsent(figures.x)) {
    figures.x = ImputedValue(leaf, reference);
    figures.imputed = !IsAbsent(figures.x);
  }
  if (!IsAbsent(figures.x)) figures.n = Normalise(leaf, reference, figures.x);
  return figures;
}

}  // namespace tarazy::rankings
