#include "services/rankings/domain/lint/structure.h"

#include <cmath>
#include <unordered_map>
#include <unordered_set>

#include "common/base/ids.h"
#include "common/base/text.h"
#include "services/rankings/domain/decimal.h"
#include "services/rankings/domain/formula_tokens.h"
#include "services/rankings/domain/lint/leaf_structure.h"
#include "services/rankings/domain/lint/report.h"

namespace tarazy::rankings {
namespace {

constexpr size_t kMaxCodeBytes = 64;

bool Usable(double value) { return std::isfinite(value) && value >= 0; }
bool Share(double value) { return value >= 0 && value <= 1; }

void CheckHeader(const Methodology& m, std::vector<Finding>& out) {
  const auto fail = [&](std::string message) { AddError("parse_error", "", message, out); };
  if (!CheckId("id", m.id).ok()) {
    fail("id: must be 1 to 63 of a-z, 0-9, '-', '.', '_' and start with a letter or digit");
  }
  if (m.indicators.empty()) {
    AddError("empty_node", "", "indicators: there is none; a methodology needs at least one", out);
  }
  if (m.declared_total && !(Usable(*m.declared_total) && *m.declared_total > 0)) {
    fail("declared_total: must be a positive number");
  }
  if (m.inclusion.min_available && !Share(*m.inclusion.min_available)) {
    fail("inclusion.min_available: must be between 0 and 1");
  }
  if (m.inclusion.min_share_of_points) {
    if (!Share(*m.inclusion.min_share_of_points)) {
      fail("inclusion.min_share_of_points: must be between 0 and 1");
    }
    if (!m.declared_total) fail("inclusion.min_share_of_points: needs declared_total");
  }
  if (m.final_scale.kind != FinalScaleKind::kNone &&
      !(Usable(m.final_scale.value) && m.final_scale.value > 0)) {
    fail("final.scale: must be a positive number");
  }
  if (m.final_scale.kind == FinalScaleKind::kOutOf && !m.declared_total) {
    fail("final.scale: out_of needs declared_total");
  }
  if (m.ties.kind == TiesKind::kCluster && !Usable(m.ties.tolerance)) {
    fail("ties.cluster.tolerance: must not be negative");
  }
  if (m.decimals < 0 || m.decimals > kMaxDecimals) {
    fail(absl::StrCat("rounding.decimals: must be 0 to ", kMaxDecimals));
  }
}

void CheckRatings(const Methodology& m, const Variable& v, std::vector<Finding>& out) {
  const RatingRules& rules = *v.ratings;
  const auto fail = [&](absl::string_view message) {
    AddError("parse_error", v.name, absl::StrCat(AtLine(v.line), "ratings", message), out);
  };
  if (rules.panel.empty()) fail(".panel: must not be empty");
  if (rules.each_min.value_or(1) < 1) fail(".each.min: must be at least 1");
  if (rules.each_max.value_or(1) < 1) fail(".each.max: must be at least 1");
  if (rules.each_min && rules.each_max && *rules.each_min > *rules.each_max) {
    fail(".each: min is above max");
  }
  if (rules.min_base < 1) fail(".min_base: must be at least 1");
  if (rules.own == OwnInstitution::kOnly && rules.each_min.value_or(1) > 1) {
    fail(": who rates only the own institution rates one, fewer than each.min");
  }
  if (rules.own != OwnInstitution::kAllow && m.unit == UnitKind::kProgramme) {
    fail(".own: respondents belong to institutions; where programmes are ranked it must be allow");
  }
}

void CheckVariables(const Methodology& m, std::vector<Finding>& out) {
  std::unordered_set<std::string> seen;
  for (const Variable& v : m.variables) {
    const auto fail = [&](absl::string_view message) {
      AddError("parse_error", v.name, absl::StrCat(AtLine(v.line), message), out);
    };
    if (!IsVariableName(v.name)) {
      fail(
          "a variable's name starts with a letter or '_', goes on with letters, digits and '_', "
          "and is none of and, or, not, if, min, max, abs, sqrt, log");
    }
    if (!seen.insert(v.name).second) fail("the variable is declared twice");
    if (v.min && v.max && *v.min > *v.max) fail("min is above max");
    if (v.ratings) CheckRatings(m, v, out);
  }
}

void CheckCodes(const Tree& tree, std::vector<Finding>& out) {
  std::unordered_map<std::string, const Node*> first;
  for (const Node* node : tree.nodes) {
    if (node->code.empty()) {
      AddError("parse_error", "", absl::StrCat(AtLine(node->line), "a node has no code"), out);
      continue;
    }
    if (node->code.size() > kMaxCodeBytes) {
      AddError(
          "parse_error", node->code.substr(0, kMaxCodeBytes),
          absl::StrCat(AtLine(node->line), "the code is longer than ", kMaxCodeBytes, " bytes"),
          out);
    }
    const auto [place, added] = first.emplace(node->code, node);
    if (added) continue;
    AddError(
        "duplicate_code", node->code,
        absl::StrCat(AtLine(node->line), "the code is taken",
                     place->second->line > 0 ? absl::StrCat(" since line ", place->second->line)
                                             : " already"),
        out);
  }
}

// Siblings carry weights, all of them, exactly when their parent's combine is weighted.
void CheckSiblings(const Node& parent, std::vector<Finding>& out) {
  const auto fail = [&](absl::string_view message) {
    AddError("parse_error", parent.code, absl::StrCat(AtLine(parent.line), message), out);
  };
  size_t weighted = 0;
  double total = 0;
  for (const Node& child : parent.children) {
    weighted += child.weight ? 1 : 0;
    total += child.weight.value_or(0);
  }
  const bool wants_weights = IsWeighted(parent.combine.kind);
  if (weighted > 0 && weighted < parent.children.size()) {
    return fail(absl::StrCat(weighted, " of ", parent.children.size(),
                             " children state a weight; points and weights do not mix among "
                             "siblings"));
  }
  if (wants_weights && weighted == 0) {
    return fail("weighted_mean, geometric and harmonic need children with weights");
  }
  if (!wants_weights && weighted > 0) {
    return fail("children with weights need combine: weighted_mean, geometric or harmonic");
  }
  if (wants_weights && total == 0) return fail("the children's weights are all 0");
  if (!std::isfinite(total)) return fail("the children's weights add up to infinity");
}

void CheckInner(const Node& node, std::vector<Finding>& out) {
  const auto fail = [&](absl::string_view message) {
    AddError("parse_error", node.code, absl::StrCat(AtLine(node.line), message), out);
  };
  if (node.value) fail("has both a value and children");
  if (node.weight && !IsWeighted(node.combine.kind)) {
    fail("a node with children carries a weight only when they are weighted too");
  }
  if (node.combine.kind == CombineKind::kBestOf && node.combine.count < 1) {
    fail("best_of.count: must be at least 1");
  }
  CheckSiblings(node, out);
}

void CheckNode(const Node& node, int depth, std::vector<Finding>& out) {
  const auto fail = [&](absl::string_view message) {
    AddError("parse_error", node.code, absl::StrCat(AtLine(node.line), message), out);
  };
  if (node.points && !Usable(*node.points)) fail("points: must not be negative");
  if (node.weight && !Usable(*node.weight)) fail("weight: must not be negative");
  if (node.points && node.weight) fail("has both points and a weight; one of them is meant");
  if (node.weight && depth == 0) fail("a top-level node has points, not a weight");
  if (!node.is_leaf()) return CheckInner(node, out);
  if (!node.value) {
    AddError("empty_node", node.code,
             absl::StrCat(AtLine(node.line), "has neither a value nor children"), out);
  }
  CheckLeaf(node, out);
}

}  // namespace

void LintStructure(const Methodology& methodology, const Tree& tree,
                   std::vector<Finding>& findings) {
  CheckHeader(methodology, findings);
  CheckVariables(methodology, findings);
  CheckCodes(tree, findings);
  std::unordered_set<std::string> declared;
  for (const Variable& variable : methodology.variables) declared.insert(variable.name);
  for (size_t i = 0; i < tree.size(); ++i) {
    CheckNode(*tree.nodes[i], tree.depth[i], findings);
    CheckUsedVariables(*tree.nodes[i], declared, findings);
  }
  for (const Acknowledgement& acknowledgement : methodology.acknowledgements) {
    if (!acknowledgement.reason.empty()) continue;
    AddError("parse_error", acknowledgement.node,
             absl::StrCat("acknowledge: ", acknowledgement.rule, " without a reason"), findings);
  }
}

}  // namespace tarazy::rankings
