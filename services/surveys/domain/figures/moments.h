// Mean, standard deviation and standard error of values that were counted.
#pragma once

#include <cstdint>
#include <optional>

namespace tarazy::surveys {

// Sums of values, exact. Values are whole numbers below 10^10 in magnitude.
struct Sums {
  int64_t n = 0;
  __int128 sum = 0;
  __int128 squares = 0;

  void Add(int64_t value, int64_t count = 1);
};

struct Moments {
  int64_t n = 0;
  double mean = 0;
  std::optional<double> standard_deviation;  // with n - 1; absent for n = 1
  std::optional<double> standard_error;      // of the mean; absent for n = 1
};

// Nothing for n = 0. `unit` is what a value of 1 stands for (0.1 for numbers with one digit). With
// a frame of N >= n people the standard error is s/√n · √(1 − n/N) (Cochran, Sampling Techniques,
// 3rd ed., eq. 2.20); a frame below n is none.
std::optional<Moments> MomentsOf(const Sums& sums, std::optional<int64_t> frame, double unit = 1);

// The difference of two means of independent samples.
struct MeanDifference {
  double difference = 0;      // the second minus the first
  double standard_error = 0;  // √(se₁² + se₂²)
  bool significant = false;   // beyond 1.96 standard errors: at the 5 % level, two-sided
};
MeanDifference DifferenceOf(double mean_before, double error_before, double mean_after,
                            double error_after);

}  // namespace tarazy::surveys
