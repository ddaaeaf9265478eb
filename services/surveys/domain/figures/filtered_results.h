// The results of those who gave one answer: the row of each cross table with it.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "services/surveys/domain/figures/cross_counter.h"
#include "services/surveys/domain/figures/make_results.h"
#include "tarazy/surveys/v1/results.pb.h"

namespace tarazy::surveys {

class FilteredResults {
 public:
  // `option` is an answer of the question at `filter`, which has choices. Of `wanted` questions the
  // filter's own and those without choices are left out. `counts` must outlive it.
  FilteredResults(const MaskedCounts& counts, int filter, int option, WantedResults wanted);

  // A ballot of the stratum at `node`, a leaf: every one once, whatever its answer.
  void Count(int node, const CodedBallot& ballot);

  // As MakeResults, once; the ballots of a stratum are those with the answer.
  v1::Results Take();

 private:
  struct Crossed {
    int place = 0;
    std::vector<CrossCounter> counters;  // one per facet
  };

  void AddQuestion(Crossed& crossed, v1::Results& results) const;

  const MaskedCounts& counts_;
  const int filter_;
  const int option_;
  const WantedResults wanted_;
  std::vector<Facet> facet_;  // the filter's: one
  int category_ = 0;          // of it
  std::vector<Crossed> crossed_;
};

}  // namespace tarazy::surveys
