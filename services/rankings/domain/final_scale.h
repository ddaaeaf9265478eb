// final.scale: from the sum of the top-level nodes to the score.
#pragma once

#include "services/rankings/domain/methodology.h"

namespace tarazy::rankings {

// `best` is the largest total of all ranked units; best_is leaves totals alone when it is not
// positive. out_of needs `declared_total`.
inline double FinalScore(const FinalScale& scale, double total, double best,
                         double declared_total) {
  switch (scale.kind) {
    case FinalScaleKind::kNone:
      return total;
    case FinalScaleKind::kBestIs:
      return best > 0 ? total * scale.value / best : total;
    case FinalScaleKind::kOutOf:
      return total * scale.value / declared_total;
  }
  return total;
}

}  // namespace tarazy::rankings
