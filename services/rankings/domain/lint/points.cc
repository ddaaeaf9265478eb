// points_mismatch, declared_total_mismatch, missing_points: a total-only check passes by accident
// where errors cancel, so every node is held against its own children.
#include "absl/strings/str_join.h"
#include "services/rankings/domain/lint/plain_number.h"
#include "services/rankings/domain/lint/report.h"
#include "services/rankings/domain/lint/rules.h"
#include "services/rankings/domain/maximum.h"

namespace tarazy::rankings {
namespace {

bool LacksPoints(const Node& node) { return node.is_leaf() && !node.points && !node.weight; }

void CheckChildren(const Node& node, double children_maximum, std::vector<Finding>& findings) {
  if (node.is_leaf() || !node.points || node.overflow) return;
  if (node.combine.kind != CombineKind::kSum) return;
  if (SamePoints(children_maximum, *node.points)) return;
  std::string message = absl::StrCat("children add up to ", PlainNumber(children_maximum), ", ",
                                     MoreOrLess(children_maximum, *node.points),
                                     " than the stated ", PlainNumber(*node.points));
  std::vector<std::string> silent;
  for (const Node& child : node.children) {
    if (LacksPoints(child)) silent.push_back(child.code);
  }
  if (!silent.empty()) {
    absl::StrAppend(&message, "; ", absl::StrJoin(silent, ", "),
                    silent.size() == 1 ? " states no points" : " state no points");
  }
  AddError("points_mismatch", node.code, std::move(message), findings);
}

struct Stated {
  double sum = 0;
  int nodes = 0;
};

void AddTopmost(const Node& node, Stated& stated) {
  if (node.points) {
    stated.sum += *node.points;
    ++stated.nodes;
    return;
  }
  for (const Node& child : node.children) AddTopmost(child, stated);
}

// A methodology that states no points at all (weights only) has nothing to hold the total against.
void CheckDeclaredTotal(const Methodology& methodology, std::vector<Finding>& findings) {
  if (!methodology.declared_total) return;
  Stated stated;
  for (const Node& node : methodology.indicators) AddTopmost(node, stated);
  const double declared = *methodology.declared_total;
  if (stated.nodes == 0 || SamePoints(stated.sum, declared)) return;
  AddError("declared_total_mismatch", "",
           absl::StrCat("the topmost stated points add up to ", PlainNumber(stated.sum), ", ",
                        MoreOrLess(stated.sum, declared), " than the declared total ",
                        PlainNumber(declared)),
           findings);
}

}  // namespace

void LintPoints(const Methodology& methodology, const Tree& tree, std::vector<Finding>& findings) {
  const Maxima maxima = MaximaOf(tree);
  for (size_t i = 0; i < tree.size(); ++i) {
    CheckChildren(*tree.nodes[i], maxima.children[i], findings);
  }
  CheckDeclaredTotal(methodology, findings);
  for (size_t i = 0; i < tree.size(); ++i) {
    const Node& node = *tree.nodes[i];
    const int parent = tree.parent[i];
    // Among weighted siblings the missing weight is a parse_error already.
    if (!LacksPoints(node)) continue;
    if (parent >= 0 && IsWeighted(tree.nodes[parent]->combine.kind)) continue;
    AddError("missing_points", node.code, "states no points; acknowledged, it counts 0", findings);
  }
}

}  // namespace tarazy::rankings
