// A methodology's nodes in tree order: parents before children, siblings in file order. The number
// of a node in this order is its index in every result.
#pragma once

#include <vector>

#include "services/rankings/domain/methodology.h"

namespace tarazy::rankings {

struct Tree {
  std::vector<const Node*> nodes;  // of the methodology, which must outlive the tree
  std::vector<int> parent;         // -1 at the top level
  std::vector<int> depth;          // 0 at the top level
  std::vector<std::vector<int>> children;
  std::vector<int> roots;

  size_t size() const { return nodes.size(); }
};

Tree MakeTree(const Methodology& methodology);

}  // namespace tarazy::rankings
