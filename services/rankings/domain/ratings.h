// The ratings of a panel of respondents: who broke the methodology's rules, and what the others'
// ratings come to for each unit. Nothing here depends on the order of the rows.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/types/span.h"
#include "services/rankings/domain/methodology.h"

namespace tarazy::rankings {

// One respondent's rating of one unit.
struct Rating {
  int respondent = 0;  // respondents and units are numbered from 0
  int unit = 0;
  double rating = 0;  // NaN where the row holds no number; it still counts as rated
  double weight = 1;
  bool own = false;  // the unit is the respondent's own institution
  int64_t row = 0;
};

struct RatingFault {
  enum class Kind {
    kBelowScale,
    kAboveScale,
    kTwice,   // the respondent rated the unit in `earlier_row` already
    kOwn,     // the own institution, where that is refused
    kNotOwn,  // another institution, where only the own is asked for
    kTooFew,  // at the respondent's first row; `rated` units instead of each_min
    kTooMany  // at the respondent's first row; `rated` units instead of each_max
  };
  Kind kind = Kind::kBelowScale;
  size_t rating = 0;  // index of the faulty one
  int64_t earlier_row = 0;
  int rated = 0;

  bool operator==(const RatingFault&) const = default;
};

// All breaches of the rules of `variable`, by row; `variable.ratings` must be there. Units rated
// twice by a respondent count once for each_min and each_max.
std::vector<RatingFault> CheckRatings(const Variable& variable, absl::Span<const Rating> ratings);

// What a panel says of a unit.
struct PanelMean {
  double mean = 0;   // between the unit's lowest and highest rating
  int64_t base = 0;  // ratings
  // Of the mean; absent for a single rating, which says nothing of how far ratings differ.
  std::optional<double> standard_error;

  bool operator==(const PanelMean&) const = default;
};

// By unit, 0 to `units` - 1; nothing for a unit with fewer than rules.min_base ratings. Needs
// ratings without faults.
//
// mean = Σx/n and standard error = s/√n with s² = Σ(x − mean)²/(n − 1): the experimental standard
// deviation of the mean of JCGM 100:2008 (GUM), 4.2.2 and 4.2.3. No finite population correction:
// nobody knows how many experts there are. With weights, mean = Σwx/Σw and standard error =
// √(n/(n − 1) · Σw²(x − mean)²)/Σw, the Taylor linearisation of that ratio, which for equal weights
// is the same as without.
std::vector<std::optional<PanelMean>> MeanRatings(const RatingRules& rules,
                                                  absl::Span<const Rating> ratings, int units);

}  // namespace tarazy::rankings
