// A computed result as the rows that an edition stores: made once when computing and again when
// verifying, so that both say the same or something was changed.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/rankings/app/edition_inputs.h"
#include "services/rankings/domain/finding.h"
#include "services/rankings/store/edition_store.h"

namespace tarazy::rankings {

struct EditionFigures {
  std::string digest;
  std::string result_digest;
  int listed = 0;    // units in the table
  int excluded = 0;  // units behind it
  std::vector<Finding> findings;
  std::vector<EditionIndicator> indicators;  // in tree order
  std::vector<EditionUnit> units;            // in the table's order, then the excluded ones by id
  std::vector<EditionScore> scores;          // by unit id and node; listed units only
};

// Computes everything. FAILED_PRECONDITION NO_DATA, UNIT_WITHOUT_GROUP; progress runs from 0 to 1.
absl::StatusOr<EditionFigures> ComputeFigures(const EditionInputs& inputs, int threads,
                                              const std::function<void(double)>& progress);

}  // namespace tarazy::rankings
