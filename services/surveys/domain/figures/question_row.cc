#include "services/surveys/domain/figures/question_row.h"

#include <algorithm>
#include <set>

namespace tarazy::surveys {
namespace {

constexpr int kBestScore = 10;

Told Sum(const std::vector<Told>& counts, const std::vector<int>& places) {
  int64_t sum = 0;
  for (const int place : places) {
    if (!counts[place].has_value()) return std::nullopt;
    sum += *counts[place];
  }
  return sum;
}

bool AllTold(const std::vector<Told>& counts) {
  return std::all_of(counts.begin(), counts.end(), [](Told count) { return count.has_value(); });
}

std::vector<Told> ToldRow(const CountTable& table, const Mask& mask, int row, bool suppressed) {
  std::vector<Told> told(table.columns);
  for (int column = 0; column < table.columns && !suppressed; ++column) {
    if (!mask.At(row, column)) told[column] = table.At(row, column);
  }
  return told;
}

// The values of the options that are answers; empty unless each has one.
std::vector<int> Values(const Question& question) {
  std::vector<int> values;
  for (const int option : AnswerOptions(question)) {
    if (!question.options[option].value.has_value()) return {};
    values.push_back(*question.options[option].value);
  }
  return values;
}

// What the options at or beyond a value got.
template <typename Wanted>
Told SumWhere(const Question& question, const QuestionRow& row, const Wanted& wanted) {
  std::vector<int> places;
  for (const int option : AnswerOptions(question)) {
    if (wanted(*question.options[option].value)) places.push_back(option);
  }
  return Sum(row.options, places);
}

}  // namespace

QuestionRow RowOf(const Question& question, const std::vector<Told>& states,
                  const std::vector<Told>& taken) {
  const StateColumns columns(question);
  QuestionRow row;
  row.whole = AllTold(states) && AllTold(taken);
  int answer = 0;
  for (size_t i = 0; i < question.options.size() && question.type != v1::ITEM_TYPE_RATE; ++i) {
    const int column = columns.OfOption(question, static_cast<int>(i));
    row.options.push_back(column >= 0 ? states[column] : taken[answer++]);
  }
  row.base = Sum(states, columns.answers);
  std::vector<int> without = columns.no_answers;
  without.push_back(columns.missing);
  row.missing = Sum(states, without);
  if (row.base.has_value() && row.missing.has_value()) row.asked = *row.base + *row.missing;
  return row;
}

QuestionRow RowOf(const MaskedCounts& counts, int place, const MaskedQuestion& masked, int node) {
  const Question& question = counts.form().questions()[place];
  const bool suppressed = counts.suppressed()[node];
  const std::vector<Told> states = ToldRow(masked.states, masked.states_mask, node, suppressed);
  QuestionRow row =
      RowOf(question, states, ToldRow(masked.taken, masked.taken_mask, node, suppressed));
  row.frame = counts.Frame(node);
  const StateColumns columns(question);
  const StratumTally& tally = counts.tallies()[node];
  // How many ballots a stratum has is told: what its other cells leave can be computed.
  if (!suppressed && states[columns.not_asked].has_value()) {
    row.asked = tally.ballots - *states[columns.not_asked];
    if (!row.base.has_value() && row.missing.has_value()) row.base = *row.asked - *row.missing;
    if (!row.missing.has_value() && row.base.has_value()) row.missing = *row.asked - *row.base;
  }
  if (counts.campaign().kind() == v1::CAMPAIGN_KIND_TABLES) {
    // Published counts need not add up to the people.
    row.base = Sum(states, columns.answers);
    if (row.base.has_value() && row.missing.has_value()) row.asked = *row.base + *row.missing;
  }
  if (question.type == v1::ITEM_TYPE_NUMBER && row.base.has_value()) {
    const QuestionTally& numbers = tally.questions[place];
    row.numbers = Sums{.n = *row.base, .sum = numbers.sum, .squares = numbers.squares.Value()};
  }
  return row;
}

std::optional<Sums> ValuesOf(const Question& question, const QuestionRow& row) {
  if (question.type == v1::ITEM_TYPE_NUMBER) return row.numbers;
  if (!HasOneChoice(question)) return std::nullopt;
  Sums sums;
  for (const int option : AnswerOptions(question)) {
    if (!question.options[option].value.has_value()) return std::nullopt;
    if (!row.options[option].has_value()) return std::nullopt;
    sums.Add(*question.options[option].value, *row.options[option]);
  }
  return sums;
}

double UnitOf(const Question& question) {
  double unit = 1;
  if (question.type != v1::ITEM_TYPE_NUMBER) return unit;
  for (int i = 0; i < question.item->number().decimals(); ++i) unit /= 10;
  return unit;
}

Told BestOf(const Question& question, const QuestionRow& row, int points) {
  if (!HasOneChoice(question) || question.scale == nullptr ||
      question.scale->direction() == v1::SCALE_DIRECTION_NEUTRAL) {
    return std::nullopt;
  }
  std::vector<int> values = Values(question);
  std::sort(values.rbegin(), values.rend());
  if (static_cast<int>(values.size()) <= points) return std::nullopt;
  return SumWhere(question, row, [&](int value) { return value >= values[points - 1]; });
}

Told NetPromotersOf(const Question& question, const QuestionRow& row) {
  if (!HasOneChoice(question)) return std::nullopt;
  const std::vector<int> values = Values(question);
  const std::set<int> distinct(values.begin(), values.end());
  if (distinct.size() != values.size() || distinct.size() != kBestScore + 1 ||
      *distinct.begin() != 0 || *distinct.rbegin() != kBestScore) {
    return std::nullopt;
  }
  const Told promoters = SumWhere(question, row, [](int value) { return value >= kPromoter; });
  const Told detractors = SumWhere(question, row, [](int value) { return value <= kDetractor; });
  if (!promoters.has_value() || !detractors.has_value()) return std::nullopt;
  return *promoters - *detractors;
}

}  // namespace tarazy::surveys
