#include "services/rankings/domain/ratings.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace tarazy::rankings {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using Kind = RatingFault::Kind;

constexpr double kNoNumber = std::numeric_limits<double>::quiet_NaN();

Variable Experts() {
  return {.name = "experts",
          .min = 1,
          .max = 5,
          .ratings = RatingRules{
              .panel = "experts", .each_min = 2, .each_max = 3, .own = OwnInstitution::kRefuse}};
}

TEST(CheckRatingsTest, AcceptsWhatKeepsTheRules) {
  EXPECT_THAT(CheckRatings(Experts(), {{0, 0, 1, 1, false, 2},
                                       {1, 0, 5, 1, false, 3},
                                       {0, 1, 2.5, 1, false, 4},
                                       {1, 1, 4, 1, false, 5},
                                       {1, 2, 4, 1, false, 6}}),
              IsEmpty());
}

TEST(CheckRatingsTest, NamesEveryBreachByRow) {
  EXPECT_THAT(CheckRatings(Experts(), {{0, 3, 3, 1, false, 9},  // respondent 0: twice, own
                                       {0, 3, 3, 1, false, 2},
                                       {0, 4, 3, 1, true, 7},
                                       {1, 0, 0.5, 1, false, 3},  // 1: one unit only, below
                                       {2, 0, 5.5, 1, false, 4},  // 2: four units, above
                                       {2, 1, 3, 1, false, 5},
                                       {2, 2, 3, 1, false, 6},
                                       {2, 3, 3, 1, false, 8}}),
              ElementsAre(RatingFault{Kind::kBelowScale, 3}, RatingFault{Kind::kTooFew, 3, 0, 1},
                          RatingFault{Kind::kAboveScale, 4}, RatingFault{Kind::kTooMany, 4, 0, 4},
                          RatingFault{Kind::kOwn, 2}, RatingFault{Kind::kTwice, 0, 2}));
}

TEST(CheckRatingsTest, LimitsThemselvesAreAllowedAndAbsentOnesLimitNothing) {
  Variable variable = Experts();
  const std::vector<Rating> one = {{0, 0, 1, 1, false, 2}};
  EXPECT_THAT(CheckRatings(variable, one), ElementsAre(RatingFault{Kind::kTooFew, 0, 0, 1}));
  variable.ratings->each_min.reset();
  EXPECT_THAT(CheckRatings(variable, one), IsEmpty());
  std::vector<Rating> many;
  for (int unit = 0; unit < 3; ++unit) many.push_back({0, unit, 5, 1, false, unit + 2});
  EXPECT_THAT(CheckRatings(variable, many), IsEmpty());
  many.push_back({0, 3, 5, 1, false, 5});
  EXPECT_THAT(CheckRatings(variable, many), ElementsAre(RatingFault{Kind::kTooMany, 0, 0, 4}));
  variable.ratings->each_max.reset();
  EXPECT_THAT(CheckRatings(variable, many), IsEmpty());
}

TEST(CheckRatingsTest, OnlyTheOwnInstitution) {
  Variable variable = Experts();
  variable.ratings = RatingRules{.panel = "students", .own = OwnInstitution::kOnly};
  EXPECT_THAT(CheckRatings(variable, {{0, 0, 1, 1, true, 2}, {1, 0, 1, 1, false, 3}}),
              ElementsAre(RatingFault{Kind::kNotOwn, 1}));
  variable.ratings->own = OwnInstitution::kAllow;
  EXPECT_THAT(CheckRatings(variable, {{0, 0, 1, 1, true, 2}, {1, 0, 1, 1, false, 3}}), IsEmpty());
}

TEST(CheckRatingsTest, ARowWithoutANumberCountsAsRated) {
  EXPECT_THAT(CheckRatings(Experts(), {{0, 0, kNoNumber, 1, false, 2}, {0, 1, 3, 1, false, 3}}),
              IsEmpty());
}

std::vector<Rating> RatingsOf(const std::vector<double>& values, int unit = 0) {
  std::vector<Rating> ratings;
  for (const double value : values) {
    ratings.push_back(
        {.respondent = static_cast<int>(ratings.size()), .unit = unit, .rating = value});
  }
  return ratings;
}

TEST(MeanRatingsTest, WorkedNumbers) {
  // 2, 4, 4, 4, 5, 5, 7, 9: mean 5; squared deviations 9+1+1+1+0+0+4+16 = 32, s² = 32/7,
  // standard error √(32/7/8) = √(4/7).
  const auto means = MeanRatings({}, RatingsOf({2, 4, 4, 4, 5, 5, 7, 9}), 1);
  ASSERT_TRUE(means[0].has_value());
  EXPECT_EQ(means[0]->mean, 5);
  EXPECT_EQ(means[0]->base, 8);
  EXPECT_DOUBLE_EQ(*means[0]->standard_error, std::sqrt(4.0 / 7.0));
}

TEST(MeanRatingsTest, ASingleRatingHasNoStandardErrorAndEqualOnesHaveZero) {
  EXPECT_EQ(MeanRatings({}, RatingsOf({4.1}), 1)[0], (PanelMean{4.1, 1, std::nullopt}));
  EXPECT_EQ(MeanRatings({}, RatingsOf({4.1, 4.1, 4.1}), 1)[0], (PanelMean{4.1, 3, 0.0}));
}

TEST(MeanRatingsTest, UnitsWithTooFewRatingsGetNothing) {
  std::vector<Rating> ratings = RatingsOf({1, 3, 5}, 2);
  ratings.push_back({.respondent = 9, .unit = 0, .rating = 2});
  const auto any = MeanRatings({}, ratings, 4);
  EXPECT_TRUE(any[0].has_value());
  EXPECT_FALSE(any[1].has_value());
  EXPECT_EQ(any[2]->mean, 3);
  EXPECT_FALSE(any[3].has_value());
  EXPECT_FALSE(MeanRatings({.min_base = 2}, ratings, 4)[0].has_value());
  EXPECT_TRUE(MeanRatings({.min_base = 3}, ratings, 4)[2].has_value());
  EXPECT_FALSE(MeanRatings({.min_base = 4}, ratings, 4)[2].has_value());
}

TEST(MeanRatingsTest, WeightsCountRatings) {
  // Weights 1, 2, 3 over 2, 3, 5: mean (2 + 6 + 15)/6 = 23/6. Σw²(x − mean)² =
  // (11/6)² + 4·(5/6)² + 9·(7/6)² = (121 + 100 + 441)/36 = 662/36; times 3/2, root, by 6.
  std::vector<Rating> ratings = RatingsOf({2, 3, 5});
  for (size_t i = 0; i < 3; ++i) ratings[i].weight = static_cast<double>(i + 1);
  const auto weighted = MeanRatings({.weighted = true}, ratings, 1)[0];
  EXPECT_DOUBLE_EQ(weighted->mean, 23.0 / 6);
  EXPECT_EQ(weighted->base, 3);
  EXPECT_DOUBLE_EQ(*weighted->standard_error, std::sqrt(1.5 * 662 / 36) / 6);
}

TEST(MeanRatingsTest, EqualWeightsChangeNothing) {
  std::vector<Rating> ratings = RatingsOf({1, 2, 2, 3, 5});
  const auto plain = MeanRatings({}, ratings, 1)[0];
  for (Rating& rating : ratings) rating.weight = 4;
  const auto weighted = MeanRatings({.weighted = true}, ratings, 1)[0];
  EXPECT_DOUBLE_EQ(weighted->mean, plain->mean);
  EXPECT_DOUBLE_EQ(*weighted->standard_error, *plain->standard_error);
}

// The same numbers on every machine.
class Lots {
 public:
  using result_type = uint32_t;
  explicit Lots(uint64_t seed) : state_(seed) {}
  static constexpr uint32_t min() { return 0; }
  static constexpr uint32_t max() { return 0xffffffff; }

  uint32_t operator()() {
    state_ = state_ * 6364136223846793005u + 1442695040888963407u;
    return static_cast<uint32_t>(state_ >> 32);
  }
  double Between(double low, double high) { return low + (high - low) * (*this)() * 0x1p-32; }
  int Whole(int low, int high) { return low + static_cast<int>((*this)() % (high - low + 1)); }

 private:
  uint64_t state_;
};

class RandomRatingsTest : public testing::TestWithParam<int> {
 protected:
  std::vector<Rating> Draw() {
    std::vector<Rating> ratings;
    for (int i = 0, count = lots_.Whole(1, 400); i < count; ++i) {
      ratings.push_back({.respondent = lots_.Whole(0, 30),
                         .unit = lots_.Whole(0, 9),
                         .rating = lots_.Between(1, 5),
                         .weight = GetParam() % 2 == 0 ? 1 : lots_.Between(0.1, 10),
                         .row = i + 2});
    }
    return ratings;
  }
  Lots lots_{static_cast<uint64_t>(GetParam())};
};

TEST_P(RandomRatingsTest, TheOrderOfRowsLeavesNoTrace) {
  std::vector<Rating> ratings = Draw();
  const auto means = MeanRatings({}, ratings, 10);
  const auto faults = CheckRatings(Experts(), ratings);
  for (int round = 0; round < 5; ++round) {
    std::shuffle(ratings.begin(), ratings.end(), lots_);
    EXPECT_EQ(MeanRatings({}, ratings, 10), means);
    EXPECT_EQ(CheckRatings(Experts(), ratings).size(), faults.size());
  }
}

TEST_P(RandomRatingsTest, MeanLiesWithinTheRatingsAndErrorIsNotNegative) {
  const std::vector<Rating> ratings = Draw();
  const auto means = MeanRatings({}, ratings, 10);
  int64_t base = 0;
  for (int unit = 0; unit < 10; ++unit) {
    long double sum = 0;
    long double weights = 0;
    double low = 6;
    double high = 0;
    for (const Rating& rating : ratings) {
      if (rating.unit != unit) continue;
      sum += static_cast<long double>(rating.weight) * rating.rating;
      weights += rating.weight;
      low = std::min(low, rating.rating);
      high = std::max(high, rating.rating);
    }
    const auto& mean = means[static_cast<size_t>(unit)];
    ASSERT_EQ(mean.has_value(), weights > 0);
    if (!mean.has_value()) continue;
    base += mean->base;
    EXPECT_NEAR(mean->mean, static_cast<double>(sum / weights), 1e-14 * mean->mean);
    EXPECT_GE(mean->mean, low);
    EXPECT_LE(mean->mean, high);
    EXPECT_EQ(mean->standard_error.has_value(), mean->base > 1);
    EXPECT_GE(mean->standard_error.value_or(0), 0);
    EXPECT_LE(mean->standard_error.value_or(0), high - low);
  }
  EXPECT_EQ(base, static_cast<int64_t>(ratings.size()));
}

INSTANTIATE_TEST_SUITE_P(Seeds, RandomRatingsTest, testing::Range(0, 40));

}  // namespace
}  // namespace tarazy::rankings
