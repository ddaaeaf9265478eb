// The strata of a campaign as a tree: "all", its parts, their parts.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace tarazy::surveys {

// Node 0 is the root, "all"; parents stand before their children. A ballot belongs to one leaf and
// to all the nodes above it, so that an inner node's counts are the sums of its children's.
struct StrataTree {
  std::vector<std::string> ids;
  std::vector<int> parents;  // the parent's place; -1 for the root

  int size() const { return static_cast<int>(parents.size()); }
};

// Children by node, in order.
std::vector<std::vector<int>> ChildrenOf(const StrataTree& tree);

// All nodes, parents before children, siblings by `contents` (numbers of the node, then those of
// its subtree), then by id: the same however the siblings are listed.
std::vector<int> OrderByContents(const StrataTree& tree,
                                 const std::vector<std::vector<int64_t>>& contents);

}  // namespace tarazy::surveys
