#include "services/rankings/domain/ratings.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <tuple>

namespace tarazy::rankings {
namespace {

// Neumaier's compensated sum. With terms in a canonical order the rows' order leaves no trace.
class Sum {
 public:
  void Add(double term) {
    const double next = sum_ + term;
    lost_ += std::fabs(sum_) >= std::fabs(term) ? (sum_ - next) + term : (term - next) + sum_;
    sum_ = next;
  }
  double value() const { return sum_ + lost_; }

 private:
  double sum_ = 0;
  double lost_ = 0;
};

std::vector<size_t> Indexes(size_t count) {
  std::vector<size_t> indexes(count);
  std::iota(indexes.begin(), indexes.end(), size_t{0});
  return indexes;
}

// The ratings of one unit, at least one, in canonical order.
PanelMean MeanOf(absl::Span<const Rating> ratings, absl::Span<const size_t> ones) {
  Sum weights;
  Sum weighted;
  for (const size_t i : ones) {
    weights.Add(ratings[i].weight);
    weighted.Add(ratings[i].weight * ratings[i].rating);
  }
  const auto n = static_cast<double>(ones.size());
  // A quotient of rounded sums may leave the range of its terms by a bit.
  PanelMean result{.mean = std::clamp(weighted.value() / weights.value(),
                                      ratings[ones.front()].rating, ratings[ones.back()].rating),
                   .base = static_cast<int64_t>(ones.size())};
  if (ones.size() < 2) return result;
  Sum squares;
  for (const size_t i : ones) {
    const double part = ratings[i].weight * (ratings[i].rating - result.mean);
    squares.Add(part * part);
  }
  result.standard_error = std::sqrt(n / (n - 1) * squares.value()) / weights.value();
  return result;
}

// One respondent's ratings, by unit and row.
void CheckRespondent(const RatingRules& rules, absl::Span<const Rating> ratings,
                     absl::Span<const size_t> ones, std::vector<RatingFault>& faults) {
  using Kind = RatingFault::Kind;
  size_t first = ones.front();
  int rated = 0;
  for (size_t i = 0; i < ones.size(); ++i) {
    const Rating& rating = ratings[ones[i]];
    if (rating.row < ratings[first].row) first = ones[i];
    if (i > 0 && ratings[ones[i - 1]].unit == rating.unit) {
      faults.push_back({Kind::kTwice, ones[i], ratings[ones[i - 1]].row});
    } else {
      ++rated;
    }
  }
  if (rated < rules.each_min.value_or(rated)) faults.push_back({Kind::kTooFew, first, 0, rated});
  if (rated > rules.each_max.value_or(rated)) faults.push_back({Kind::kTooMany, first, 0, rated});
}

void CheckOne(const Variable& variable, absl::Span<const Rating> ratings, size_t index,
              std::vector<RatingFault>& faults) {
  using Kind = RatingFault::Kind;
  const Rating& rating = ratings[index];
  if (variable.min && rating.rating < *variable.min) faults.push_back({Kind::kBelowScale, index});
  if (variable.max && rating.rating > *variable.max) faults.push_back({Kind::kAboveScale, index});
  const OwnInstitution own = variable.ratings->own;
  if (own == OwnInstitution::kRefuse && rating.own) faults.push_back({Kind::kOwn, index});
  if (own == OwnInstitution::kOnly && !rating.own) faults.push_back({Kind::kNotOwn, index});
}

}  // namespace

std::vector<RatingFault> CheckRatings(const Variable& variable, absl::Span<const Rating> ratings) {
  std::vector<RatingFault> faults;
  for (size_t i = 0; i < ratings.size(); ++i) CheckOne(variable, ratings, i, faults);
  std::vector<size_t> order = Indexes(ratings.size());
  std::sort(order.begin(), order.end(), [&](size_t a, size_t b) {
    const auto key = [](const Rating& r) { return std::tuple(r.respondent, r.unit, r.row); };
    return key(ratings[a]) < key(ratings[b]);
  });
  for (size_t begin = 0, end = 0; begin < order.size(); begin = end) {
    const int respondent = ratings[order[begin]].respondent;
    while (end < order.size() && ratings[order[end]].respondent == respondent) ++end;
    CheckRespondent(*variable.ratings, ratings,
                    absl::MakeConstSpan(order).subspan(begin, end - begin), faults);
  }
  std::sort(faults.begin(), faults.end(), [&](const RatingFault& a, const RatingFault& b) {
    const auto key = [&](const RatingFault& f) { return std::pair(ratings[f.rating].row, f.kind); };
    return key(a) < key(b);
  });
  return faults;
}

std::vector<std::optional<PanelMean>> MeanRatings(const RatingRules& rules,
                                                  absl::Span<const Rating> ratings, int units) {
  std::vector<size_t> order = Indexes(ratings.size());
  std::sort(order.begin(), order.end(), [&](size_t a, size_t b) {
    const auto key = [](const Rating& r) { return std::tuple(r.unit, r.rating, r.weight); };
    return key(ratings[a]) < key(ratings[b]);
  });
  std::vector<std::optional<PanelMean>> means(static_cast<size_t>(units));
  for (size_t begin = 0, end = 0; begin < order.size(); begin = end) {
    const int unit = ratings[order[begin]].unit;
    while (end < order.size() && ratings[order[end]].unit == unit) ++end;
    if (end - begin < static_cast<size_t>(rules.min_base)) continue;
    means[unit] = MeanOf(ratings, absl::MakeConstSpan(order).subspan(begin, end - begin));
  }
  return means;
}

}  // namespace tarazy::rankings
