// Answers weighted to the frame: as if every group had taken part as much as every other.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

namespace tarazy::surveys {

// One group of people: those of its frame who answered.
struct WeightedGroup {
  int64_t frame = 0;     // N_h, at least 1
  int64_t answered = 0;  // n_h
  double share = 0;      // what is averaged: a mean, or a share
};

struct Weighted {
  double value = 0;          // Σ N_h·x_h / Σ N_h
  double design_effect = 1;  // Kish (1965): n·Σ n_h·w_h² / (Σ n_h·w_h)² = 1 + cv² of the weights
};

// Post-stratification with the weights w_h = N_h / n_h (Holt and Smith 1979). Nothing when there is
// no group, or one of which nobody answered: nothing is known about it.
std::optional<Weighted> WeightToFrame(const std::vector<WeightedGroup>& groups);

}  // namespace tarazy::surveys
