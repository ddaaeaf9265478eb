// The most a node can score.
#pragma once

#include <vector>

#include "services/rankings/domain/tree.h"

namespace tarazy::rankings {

// What the children allow, before the parent's own `points`: their total under sum, that of the k
// largest under best_of, the smallest under min, 100 over weighted children. 0 for a leaf.
double ChildrenMaximum(const Node& parent, const std::vector<double>& child_maxima);

// A leaf's points (none: 0) or 100; a parent's per methodology page.
double NodeMaximum(const Node& node, double children_maximum);

struct Maxima {
  std::vector<double> node;      // [node in tree order]
  std::vector<double> children;  // [node]: ChildrenMaximum
  double root = 0;               // the sum over the top-level nodes
};
Maxima MaximaOf(const Tree& tree);

}  // namespace tarazy::rankings
