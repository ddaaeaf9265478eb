#include "services/rankings/domain/tree.h"

namespace tarazy::rankings {
namespace {

int Add(const Node& node, int parent, int depth, Tree& tree) {
  const int index = static_cast<int>(tree.nodes.size());
  tree.nodes.push_back(&node);
  tree.parent.push_back(parent);
  tree.depth.push_back(depth);
  tree.children.emplace_back();
  tree.children.back().reserve(node.children.size());
  for (const Node& child : node.children) {
    const int added = Add(child, index, depth + 1, tree);
    tree.children[index].push_back(added);
  }
  return index;
}

}  // namespace

Tree MakeTree(const Methodology& methodology) {
  Tree tree;
  for (const Node& node : methodology.indicators) tree.roots.push_back(Add(node, -1, 0, tree));
  return tree;
}

}  // namespace tarazy::rankings
