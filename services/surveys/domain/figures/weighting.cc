#include "services/surveys/domain/figures/weighting.h"

namespace tarazy::surveys {

std::optional<Weighted> WeightToFrame(const std::vector<WeightedGroup>& groups) {
  double answered = 0;
  double frame = 0;    // Σ n_h·w_h
  double squares = 0;  // Σ n_h·w_h²
  double sum = 0;
  for (const WeightedGroup& group : groups) {
    if (group.answered <= 0 || group.frame <= 0) return std::nullopt;
    const auto people = static_cast<double>(group.frame);
    answered += static_cast<double>(group.answered);
    frame += people;
    squares += people * people / static_cast<double>(group.answered);
    sum += people * group.share;
  }
  if (groups.empty()) return std::nullopt;
  return Weighted{.value = sum / frame, .design_effect = answered * squares / (frame * frame)};
}

}  // namespace tarazy::surveys
