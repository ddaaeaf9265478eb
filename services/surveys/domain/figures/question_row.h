// One question in one group of people: counts, each told or not.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "services/surveys/domain/figures/masked_counts.h"
#include "services/surveys/domain/figures/moments.h"

namespace tarazy::surveys {

// A count; nothing where it is not told.
using Told = std::optional<int64_t>;

// Everything in it is told or can be computed from what is told, so that every figure made of it
// discloses nothing more.
struct QuestionRow {
  std::vector<Told> options;     // one per option of the question
  Told base;                     // those with an answer: what percentages are of
  Told missing;                  // those without, or with a choice that is no answer
  Told asked;                    // both
  bool whole = true;             // nothing is suppressed
  std::optional<Sums> numbers;   // of number: the scaled values, when their count is told
  std::optional<int64_t> frame;  // of the group
};

// Of node `node`. Nothing in it is told when the stratum is suppressed.
QuestionRow RowOf(const MaskedCounts& counts, int place, const MaskedQuestion& masked, int node);

// Of counts by StateColumns, and of multi by option taken (else empty): the one row of a cross
// table.
QuestionRow RowOf(const Question& question, const std::vector<Told>& states,
                  const std::vector<Told>& taken);

// The sums of the values of those who answered; nothing unless all answers have a value and all
// their counts are told.
std::optional<Sums> ValuesOf(const Question& question, const QuestionRow& row);

// What a value of 1 stands for: of numbers with a digit behind the point 0.1.
double UnitOf(const Question& question);

// The share of the best `points` points, in ballots: of scales with a direction. Nothing when a
// count is not told or there are not more points than that.
Told BestOf(const Question& question, const QuestionRow& row, int points);

// Values of promoters and detractors.
inline constexpr int kPromoter = 9;   // at least
inline constexpr int kDetractor = 6;  // at most

// Promoters (9, 10) minus detractors (0 to 6), in ballots; nothing unless the values are 0 to 10.
Told NetPromotersOf(const Question& question, const QuestionRow& row);

}  // namespace tarazy::surveys
