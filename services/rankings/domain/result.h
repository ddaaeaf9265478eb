// What a computation gives. Nodes are numbered in tree order (parents before children, file
// order), units as in the dataset.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "services/rankings/domain/decimal.h"
#include "services/rankings/domain/finding.h"
#include "services/rankings/domain/matrix.h"
#include "services/rankings/domain/reference.h"

namespace tarazy::rankings {

struct Dataset;

enum class Standing : uint8_t {
  kRanked,
  kUnranked,  // listed with a score, but below min_share_of_points
  kExcluded,  // listed with a reason; no score, in no reference set
};

struct UnitResult {
  Standing standing = Standing::kRanked;
  int rank = 0;        // 0: none
  double total = 0;    // the sum of the top-level nodes; NaN when excluded
  double score = 0;    // after the final scale; NaN when excluded
  Decimal published;   // the score, rounded; zero when excluded
  std::string reason;  // why it is not ranked; a sentence
};

// What happened to one unit (or one reference set) at one leaf. Compact, because there can be one
// for every missing cell; Findings() puts them into words.
enum class EventKind : uint8_t {
  kMissingValue,
  kUndefinedValue,
  kClampedValue,
  kNegativeValue,
  kConstantIndicator,  // `unit` is then the group's number, or -1
};
struct Event {
  EventKind kind = EventKind::kMissingValue;
  int32_t node = 0;
  int32_t unit = -1;

  bool operator==(const Event&) const = default;
};

// A leaf's raw values and reference sets.
struct LeafResult {
  int node = -1;
  int variable = -1;              // >= 0: x is the dataset's column, which is not copied
  std::vector<double> x;          // otherwise one per unit; NaN = missing
  std::vector<Reference> groups;  // one per group with normalize_within, else one
};

struct Result {
  std::vector<UnitResult> units;
  Matrix<double> values;                 // [node][unit]: node values; NaN = missing or excluded
  std::vector<double> maxima;            // [node]
  double maximum = 0;                    // the root's: the sum over the top-level nodes
  std::vector<LeafResult> leaves;        // in tree order
  std::vector<int> leaf_of_node;         // index into `leaves`, -1 for inner nodes
  std::vector<std::string> group_names;  // distinct, bytewise ascending
  std::vector<int> group_of_unit;        // index into group_names; 0 without groups
  bool normalized_within = false;        // leaves[..].groups is by group_of_unit
  double best_score = 0;                 // what best_is divided by; 0 when unused
  std::vector<Event> events;             // in tree order, then unit order
  std::vector<Finding> general;          // about the whole computation: nonpositive_best

  // Raw x of a leaf for a unit; NaN when missing.
  double RawValue(const Dataset& dataset, const LeafResult& leaf, int unit) const;
  const Reference& ReferenceOf(const LeafResult& leaf, int unit) const {
    return leaf.groups[normalized_within ? group_of_unit[unit] : 0];
  }
};

}  // namespace tarazy::rankings
