// A computed result as the rows that an edition stores: made once when computing and again when
// verifying, so that both say the same or something was changed.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/rankings/app/edition_inputs.h"
#include "services/rankings/domain/finding.h"
#include "services/rankings/domain/matrix.h"
#include "services/rankings/domain/result.h"
#include "services/rankings/domain/tree.h"
#include "services/rankings/store/edition_store.h"

namespace tarazy::rankings {

// The score rows of the listed units, by unit id and node: made unit by unit when asked for, since
// all of them take many times as much memory as the result that they are made from. The inputs must
// outlive it.
class ScoreRows {
 public:
  ScoreRows(const EditionInputs& inputs, Result result);

  // Of all listed units.
  size_t size() const { return listed_.size() * tree_.size(); }
  // Below size(); valid until the next call. Cheap in ascending order.
  const EditionScore& At(size_t index);

 private:
  void MakeRowsOf(int unit);

  const EditionInputs& inputs_;
  Result result_;
  Tree tree_;
  Matrix<int> ranks_;
  std::vector<int> listed_;         // units, ascending
  size_t made_ = 0;                 // whose rows `rows_` are: an index into listed_
  std::vector<EditionScore> rows_;  // by node; empty before the first
};

struct EditionFigures {
  std::string digest;
  std::string result_digest;
  int listed = 0;    // units in the table
  int excluded = 0;  // units behind it
  std::vector<Finding> findings;
  std::vector<EditionIndicator> indicators;  // in tree order
  std::vector<EditionUnit> units;            // in the table's order, then the excluded ones by id
  ScoreRows scores;
};

// Computes everything; the inputs must outlive it. FAILED_PRECONDITION NO_DATA, UNIT_WITHOUT_GROUP;
// progress runs from 0 to 1.
absl::StatusOr<EditionFigures> ComputeFigures(const EditionInputs& inputs, int threads,
                                              const std::function<void(double)>& progress);

}  // namespace tarazy::rankings
