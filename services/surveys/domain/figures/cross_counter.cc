#include "services/surveys/domain/figures/cross_counter.h"

#include <utility>

namespace tarazy::surveys {
namespace {

// Of a choice of several: its categories.
constexpr int kTook = 0;
constexpr int kDidNot = 1;
constexpr int kOthers = 2;  // the states behind the first, "an answer"

}  // namespace

Facet::Facet(const Question& question, int place, int option)
    : question_(question),
      columns_(question),
      place_(place),
      option_(option),
      size_(option < 0 ? columns_.size : columns_.size + 1),
      answers_(option < 0 ? columns_.answers : std::vector<int>{kTook, kDidNot}) {}

int Facet::CategoryOf(const CodedBallot& ballot) const {
  const CodedAnswer& answer = ballot.answers[place_];
  const int shift = option_ < 0 ? 0 : kOthers - 1;
  if (answer.state == AnswerState::kNotAsked) return columns_.not_asked + shift;
  if (answer.state == AnswerState::kMissing) return columns_.missing + shift;
  if (option_ < 0) return columns_.by_choice ? static_cast<int>(answer.value) : 0;
  const std::vector<int> none = MissingOptions(question_);
  for (size_t i = 0; i < none.size(); ++i) {
    if ((answer.value >> none[i] & 1) != 0) return columns_.no_answers[i] + shift;
  }
  return (answer.value >> option_ & 1) != 0 ? kTook : kDidNot;
}

Mask Facet::MaskOf(const MaskedQuestion& masked) const {
  if (option_ < 0) return masked.states_mask;
  int taken = 0;
  for (const int option : AnswerOptions(question_)) {
    if (option == option_) break;
    ++taken;
  }
  Mask mask(masked.states_mask.rows, size_);
  for (int row = 0; row < mask.rows; ++row) {
    const bool hidden = masked.taken_mask.At(row, taken);
    if (hidden) mask.Suppress(row, kTook);
    if (hidden || masked.states_mask.At(row, 0)) mask.Suppress(row, kDidNot);
    for (int state = 1; state < masked.states_mask.columns; ++state) {
      if (masked.states_mask.At(row, state)) mask.Suppress(row, state + kOthers - 1);
    }
  }
  return mask;
}

std::vector<Facet> FacetsOf(const Question& question, int place) {
  std::vector<Facet> facets;
  if (question.type != v1::ITEM_TYPE_MULTI) {
    facets.emplace_back(question, place, -1);
    return facets;
  }
  for (const int option : AnswerOptions(question)) facets.emplace_back(question, place, option);
  return facets;
}

CrossCounter::CrossCounter(const MaskedCounts& counts, const Facet& row, const Facet& column)
    : tree_(counts.tree()),
      row_(row),
      column_(column),
      tables_(tree_.parents.size(), CountTable(row.size(), column.size())) {}

void CrossCounter::Count(int node, const CodedBallot& ballot) {
  ++tables_[node].At(row_.CategoryOf(ballot), column_.CategoryOf(ballot));
}

std::vector<CountTable> CrossCounter::Take() {
  for (int node = tree_.size() - 1; node > 0; --node) {
    CountTable& whole = tables_[tree_.parents[node]];
    for (size_t i = 0; i < whole.counts.size(); ++i) whole.counts[i] += tables_[node].counts[i];
  }
  return std::move(tables_);
}

}  // namespace tarazy::surveys
