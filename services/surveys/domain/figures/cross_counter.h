// Ballots counted by two questions at once.
#pragma once

#include <vector>

#include "services/surveys/domain/disclosure/table.h"
#include "services/surveys/domain/figures/cell_table.h"
#include "services/surveys/domain/figures/masked_counts.h"
#include "services/surveys/domain/form/coded_ballot.h"

namespace tarazy::surveys {

// A question as categories of which each ballot has exactly one. A question of several choices is
// looked at choice by choice: took it, did not, then what is no answer.
class Facet {
 public:
  // `option`: of multi the choice, an option that is an answer; else -1.
  Facet(const Question& question, int place, int option);

  int place() const { return place_; }
  int option() const { return option_; }
  int size() const { return size_; }
  int CategoryOf(const CodedBallot& ballot) const;
  // The categories that are an answer: of one choice the options that are answers, in their order;
  // of several "took it" and "did not".
  const std::vector<int>& answers() const { return answers_; }
  // Which categories are suppressed, rows as nodes.
  Mask MaskOf(const MaskedQuestion& masked) const;

 private:
  const Question& question_;
  const StateColumns columns_;
  int place_;
  int option_;
  int size_;
  std::vector<int> answers_;
};

// One facet of a question of one choice; one per choice that is an answer of a question of several.
std::vector<Facet> FacetsOf(const Question& question, int place);

// Counts pairs of categories in the strata that hold people.
class CrossCounter {
 public:
  CrossCounter(const MaskedCounts& counts, const Facet& row, const Facet& column);

  // A ballot of the stratum at `node`, a leaf.
  void Count(int node, const CodedBallot& ballot);
  // One table per node, inner ones as the sums of their parts; called once.
  std::vector<CountTable> Take();

  const Facet& row() const { return row_; }
  const Facet& column() const { return column_; }

 private:
  const StrataTree& tree_;
  Facet row_;
  Facet column_;
  std::vector<CountTable> tables_;
};

}  // namespace tarazy::surveys
