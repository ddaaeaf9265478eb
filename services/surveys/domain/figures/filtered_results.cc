#include "services/surveys/domain/figures/filtered_results.h"

#include <utility>

#include "services/surveys/domain/figures/percent.h"
#include "services/surveys/domain/figures/question_figures.h"
#include "services/surveys/domain/figures/told_cross.h"

namespace tarazy::surveys {
namespace {

constexpr int kTook = 0;

// The row of those with the answer, by category of the other question's facet.
std::vector<Told> RowWith(const ToldTable& table, int category, int size, bool is_row) {
  std::vector<Told> row;
  for (int other = 0; other < size; ++other) {
    row.push_back(is_row ? table.At(category, other) : table.At(other, category));
  }
  return row;
}

// The states of a question of several choices: what all its facets tell.
std::vector<Told> StatesOf(const std::vector<std::vector<Told>>& facets) {
  std::vector<Told> states(facets[0].size() - 1);
  for (size_t state = 0; state < states.size(); ++state) {
    for (const std::vector<Told>& facet : facets) {
      const Told told = facet[state + 1];
      const bool known = told.has_value() && (state > 0 || facet[kTook].has_value());
      if (!known) {
        states[state].reset();
        break;
      }
      states[state] = state == 0 ? *told + *facet[kTook] : *told;
    }
  }
  return states;
}

}  // namespace

FilteredResults::FilteredResults(const MaskedCounts& counts, int filter, int option,
                                 WantedResults wanted)
    : counts_(counts), filter_(filter), option_(option), wanted_(std::move(wanted)) {
  const std::vector<Question>& questions = counts.form().questions();
  for (const Facet& facet : FacetsOf(questions[filter], filter)) {
    if (facet.option() < 0 || facet.option() == option) facet_.push_back(facet);
  }
  category_ = facet_[0].option() < 0 ? option : kTook;
  for (size_t i = 0; i < questions.size(); ++i) {
    const Question& question = questions[i];
    const int place = static_cast<int>(i);
    if (place == filter || !HasChoices(question) || AnswerOptions(question).empty()) continue;
    if (!wanted_.questions.empty() && !wanted_.questions.contains(question.id)) continue;
    Crossed& crossed = crossed_.emplace_back(Crossed{.place = place});
    for (const Facet& other : FacetsOf(question, place)) {
      const bool earlier = place < filter;
      crossed.counters.emplace_back(counts, earlier ? other : facet_[0],
                                    earlier ? facet_[0] : other);
    }
  }
}

void FilteredResults::Count(int node, const CodedBallot& ballot) {
  for (Crossed& crossed : crossed_) {
    for (CrossCounter& counter : crossed.counters) counter.Count(node, ballot);
  }
}

void FilteredResults::AddQuestion(Crossed& crossed, v1::Results& results) const {
  const Question& question = counts_.form().questions()[crossed.place];
  const bool is_row = crossed.place > filter_;
  std::vector<std::vector<ToldTable>> tables;
  for (CrossCounter& counter : crossed.counters) tables.push_back(ToldTables(counts_, counter));
  for (int node = 0; node < results.strata_size(); ++node) {
    v1::StratumResults& stratum = *results.mutable_strata(node);
    if (stratum.suppressed()) continue;
    std::vector<std::vector<Told>> facets;
    for (size_t i = 0; i < tables.size(); ++i) {
      const CrossCounter& counter = crossed.counters[i];
      const int size = is_row ? counter.column().size() : counter.row().size();
      facets.push_back(RowWith(tables[i][node], category_, size, is_row));
    }
    std::vector<Told> taken;
    if (question.type == v1::ITEM_TYPE_MULTI) {
      for (const std::vector<Told>& facet : facets) taken.push_back(facet[kTook]);
    }
    const std::vector<Told> states =
        question.type == v1::ITEM_TYPE_MULTI ? StatesOf(facets) : facets[0];
    *stratum.add_questions() =
        FiguresOf(question, RowOf(question, states, taken), counts_.campaign().disclosure());
  }
}

v1::Results FilteredResults::Take() {
  const int nodes = wanted_.by_stratum ? static_cast<int>(counts_.nodes().size()) : 1;
  v1::Results results;
  results.set_campaign(counts_.campaign().name());
  results.set_threshold(counts_.threshold());
  results.set_demonstration(counts_.campaign().demonstration());
  const Mask mask = facet_[0].MaskOf(counts_.Question(filter_));
  for (int node = 0; node < nodes; ++node) {
    v1::StratumResults& stratum = *results.add_strata() = DescribeStratum(counts_, node);
    // How many of the frame would give this answer is not known.
    stratum.clear_frame();
    stratum.set_suppressed(counts_.suppressed()[node] || mask.At(node, category_));
    if (stratum.suppressed()) continue;
    stratum.set_ballots(counts_.tallies()[node].questions[filter_].options[option_]);
    const v1::StratumResults& all = results.strata(0);
    if (all.has_ballots() && all.ballots() > 0) {
      stratum.set_share_of_all(RoundedPercent(stratum.ballots(), all.ballots(),
                                              counts_.campaign().disclosure().decimals()));
    }
  }
  for (Crossed& crossed : crossed_) AddQuestion(crossed, results);
  return results;
}

}  // namespace tarazy::surveys
