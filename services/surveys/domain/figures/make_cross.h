// Two questions crossed, as one kind of reader may see it.
#pragma once

#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/surveys/domain/figures/cross_counter.h"
#include "tarazy/surveys/v1/results.pb.h"

namespace tarazy::surveys {

// Two questions with choices. Feed it every ballot once, then take the table. Where one of them has
// several choices, each of its choices is crossed for itself: its rows overlap, and nothing is
// tested.
class CrossTabulation {
 public:
  // `counts` must outlive it; the questions differ and have choices.
  CrossTabulation(const MaskedCounts& counts, int row, int column);

  // A ballot of the stratum at `node`, a leaf.
  void Count(int node, const CodedBallot& ballot);

  // The table of the stratum at `node`; once. Without revision and policy.
  v1::CrossTable Take(int node);

 private:
  const MaskedCounts& counts_;
  const int row_;
  const int column_;
  std::vector<Facet> row_facets_;
  std::vector<Facet> column_facets_;
  std::vector<CrossCounter> counters_;  // row facets x column facets
};

}  // namespace tarazy::surveys
