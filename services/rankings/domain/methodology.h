// A ranking methodology, as its file states it. What each part means, digit for digit:
// docs/methodology-file.md. These structs promise nothing about consistency; Lint does (lint.h).
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "common/base/localized.h"
#include "services/rankings/domain/formula.h"

namespace tarazy::rankings {

enum class UnitKind { kInstitution, kProgramme };

// Whether respondents may rate the institution that they belong to.
enum class OwnInstitution { kAllow, kRefuse, kOnly };

// The rules for the respondents whose ratings become a variable; what is computed: ratings.h.
struct RatingRules {
  std::string panel;  // who is asked: "experts"
  // How many units one respondent rates; absent: no limit.
  std::optional<int> each_min;
  std::optional<int> each_max;
  OwnInstitution own = OwnInstitution::kAllow;
  int min_base = 1;       // a unit with fewer ratings gets no value
  bool weighted = false;  // respondents carry weights

  bool operator==(const RatingRules&) const = default;
};

struct Variable {
  std::string name;
  Localized title;
  std::string unit;  // of measurement: "persons", "KZT"; free text, may be empty
  std::optional<double> min;
  std::optional<double> max;
  std::vector<std::string> sources;  // who states it, most trusted first; empty: the newest counts
  std::optional<double> tolerance;   // between sources, relative; absent is 0
  std::optional<double> max_change;  // since the cycle before, relative; absent: not looked at
  std::optional<RatingRules> ratings;  // the variable is a panel's mean rating
  int line = 0;                        // in the file; 0 when it does not come from one
};

// How a leaf's x becomes n; the arithmetic is in normalise.h.
struct ShareOfBest {};
struct MinMax {};
struct ZScore {};
struct RankShare {};  // `rank` in the file
struct Percentile {};
struct Identity {};
struct Goalposts {
  double min = 0;
  double max = 0;
};
struct Reached {
  double at = 0;
};
struct Band {
  double at = 0;
  double points = 0;
};
struct Bands {
  std::vector<Band> bands;  // `at` ascending, descending where lower is better
  bool interpolate = false;
};
using Normaliser = std::variant<ShareOfBest, MinMax, ZScore, RankShare, Percentile, Identity,
                                Goalposts, Reached, Bands>;

enum class Better { kHigher, kLower, kTarget };
struct Direction {
  Better better = Better::kHigher;
  double target = 0;  // kTarget only
};

enum class Missing { kZero, kExcludeUnit, kMean, kMedian, kRedistribute, kNotApplicable };

enum class CombineKind { kSum, kBestOf, kMin, kWeightedMean, kGeometric, kHarmonic };
struct Combine {
  CombineKind kind = CombineKind::kSum;
  int count = 0;  // kBestOf only, at least 1
};

// True for the combines whose children carry weights instead of points.
inline bool IsWeighted(CombineKind kind) {
  return kind == CombineKind::kWeightedMean || kind == CombineKind::kGeometric ||
         kind == CombineKind::kHarmonic;
}

enum class Overflow { kCap, kScale, kAllow };

// A section, an indicator, a sub-indicator or a leaf. A leaf has `value` and no children.
struct Node {
  std::string code;
  Localized title;
  std::optional<double> points;
  std::optional<double> weight;

  // Leaves.
  std::optional<Formula> value;
  Normaliser normaliser = ShareOfBest{};
  Direction direction;
  Missing missing = Missing::kZero;

  // Inner nodes.
  Combine combine;
  std::optional<Overflow> overflow;  // absent: as kCap, but lint then wants the points to add up
  std::vector<Node> children;

  int line = 0;  // in the file; 0 when it does not come from one

  bool is_leaf() const { return children.empty(); }
};

struct Groups {
  std::string by;  // only a label: "category"
  bool normalize_within = false;
  bool rank_within = false;
};

struct Inclusion {
  std::optional<double> min_available;        // share of leaves, 0 to 1
  std::optional<double> min_share_of_points;  // share of declared_total, 0 to 1
};

enum class FinalScaleKind { kNone, kBestIs, kOutOf };
struct FinalScale {
  FinalScaleKind kind = FinalScaleKind::kNone;
  double value = 0;  // what the best gets, or the new total
};

enum class TiesKind { kCompetition, kDense, kCluster };
struct Ties {
  TiesKind kind = TiesKind::kCompetition;
  double tolerance = 0;  // kCluster only
};

struct Acknowledgement {
  std::string rule;
  std::string node;  // empty for findings about the whole methodology
  std::string reason;
};

struct Methodology {
  std::string id;
  UnitKind unit = UnitKind::kInstitution;
  Localized title;
  std::optional<double> declared_total;
  std::vector<std::string> sources;  // who may state values, beside the agency and institutions
  std::vector<Variable> variables;   // in file order
  std::vector<Node> indicators;      // the top-level nodes, in file order
  std::optional<Groups> groups;
  Inclusion inclusion;
  FinalScale final_scale;
  Ties ties;
  int decimals = 2;  // of published scores and shown components, 0 to 9
  std::vector<Acknowledgement> acknowledgements;
};

}  // namespace tarazy::rankings
