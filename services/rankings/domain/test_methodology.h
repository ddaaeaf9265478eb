// Small methodologies and datasets for tests.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/rankings/domain/compute.h"
#include "services/rankings/domain/parse_formula.h"

namespace tarazy::rankings {

inline Formula F(absl::string_view text) {
  const ParsedFormula parsed = ParseFormula(text);
  EXPECT_TRUE(parsed.formula) << text << ": " << parsed.fault.message;
  return *parsed.formula;
}

inline Node PointsLeaf(const std::string& code, double points, absl::string_view formula,
                       Normaliser normaliser = ShareOfBest{}) {
  Node leaf{.code = code, .points = points};
  leaf.value = F(formula);
  leaf.normaliser = std::move(normaliser);
  return leaf;
}

inline Node WeightLeaf(const std::string& code, double weight, absl::string_view formula,
                       Normaliser normaliser = Identity{}) {
  Node leaf{.code = code, .weight = weight};
  leaf.value = F(formula);
  leaf.normaliser = std::move(normaliser);
  return leaf;
}

inline Node Parent(const std::string& code, Combine combine, std::vector<Node> children) {
  Node node{.code = code};
  node.combine = combine;
  node.children = std::move(children);
  return node;
}

// Variables are declared by name; top-level nodes follow.
inline Methodology MethodologyOf(const std::vector<std::string>& variables,
                                 std::vector<Node> nodes) {
  Methodology methodology;
  methodology.id = "test";
  for (const std::string& name : variables) methodology.variables.push_back({.name = name});
  methodology.indicators = std::move(nodes);
  return methodology;
}

// Units u1, u2, …; one column per variable.
inline Dataset DatasetOf(std::vector<std::vector<double>> columns) {
  Dataset dataset;
  for (size_t u = 0; u < columns.at(0).size(); ++u) {
    dataset.units.push_back(absl::StrCat("u", u + 1));
  }
  dataset.columns = std::move(columns);
  return dataset;
}

inline Result Computed(const Methodology& methodology, const Dataset& dataset, int threads = 1) {
  const absl::StatusOr<Result> result = Compute(methodology, dataset, {.threads = threads});
  EXPECT_TRUE(result.ok()) << result.status();
  return result.ok() ? *result : Result{};
}

inline std::vector<std::string> Published(const Result& result) {
  std::vector<std::string> scores;
  for (const UnitResult& unit : result.units) scores.push_back(unit.published.ToString());
  return scores;
}

inline std::vector<int> Ranks(const Result& result) {
  std::vector<int> ranks;
  for (const UnitResult& unit : result.units) ranks.push_back(unit.rank);
  return ranks;
}

inline std::vector<std::string> Rules(const std::vector<Finding>& findings) {
  std::vector<std::string> rules;
  for (const Finding& finding : findings) {
    rules.push_back(absl::StrCat(finding.rule, " ", finding.node,
                                 finding.unit.empty() ? "" : " " + finding.unit));
  }
  return rules;
}

}  // namespace tarazy::rankings
