#include "services/surveys/domain/disclosure/tree_network.h"

#include <cstddef>
#include <numeric>

namespace tarazy::surveys {

// The nodes: for each inner part and column "the part is the sum of its parts", for each part that
// is no sum "its columns add up to its total", and the same for the topmost. (That of the other
// inner parts follows from these.) People flow from the topmost through columns and parts down to
// the leaves.
CellNetwork MakeTreeNetwork(const ToldTree& told, const std::vector<bool>& sensitive_columns,
                            int64_t threshold) {
  CellNetwork network;
  const int columns = static_cast<int>(sensitive_columns.size());
  std::vector<int> first_node;  // of a part: where its columns end
  for (const ToldTree::Part& part : told.parts) {
    first_node.push_back(network.nodes);
    network.nodes += part.inner ? columns : 1;
    network.rows.push_back(
        {.parent = part.parent,
         .total = std::accumulate(part.counts.begin(), part.counts.end(), int64_t{0})});
  }
  for (size_t i = 0; i < told.parts.size(); ++i) {
    const ToldTree::Part& part = told.parts[i];
    const int topmost = part.parent < 0 ? network.nodes++ : 0;
    const bool rest = part.node == ToldTree::kRest;
    for (int column = 0; column < columns; ++column) {
      const int64_t count = part.counts[column];
      network.cells.push_back({
          .from = part.parent < 0 ? topmost : first_node[part.parent] + column,
          .to = first_node[i] + (part.inner ? column : 0),
          .value = count,
          .row = rest ? CellNetwork::kNeverTold : static_cast<int>(i),
          .sensitive = sensitive_columns[column] && count > 0 && count < threshold,
          .hidden = rest,
      });
    }
  }
  return network;
}

}  // namespace tarazy::surveys
