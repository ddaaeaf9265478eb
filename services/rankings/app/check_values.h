// What a verifier should look at in a unit's values.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/sql/database.h"
#include "services/rankings/domain/methodology.h"
#include "services/rankings/store/ranking_store.h"

namespace tarazy::rankings {

struct ValueCheck {
  std::string rule;  // "source_discrepancy", "outlier"
  std::string unit;
  std::string variable;
  std::string message;
  double value = 0;
  std::string origin;
  double reference = 0;
  std::string reference_origin;  // a source, or the ranking of the cycle before
};

// A cycle and the one before it, as checks need them.
struct CheckedCycle {
  Ranking ranking;
  Methodology methodology;
  Ranking previous;  // without id: none
  Methodology previous_methodology;
};
absl::StatusOr<CheckedCycle> LoadCheckedCycle(sql::Tx& tx, absl::string_view ranking);

// Over the newest statement of each source that is not rejected, by variable: sources that disagree
// beyond the tolerance, and the value that would count against what counted in the cycle before.
absl::StatusOr<std::vector<ValueCheck>> CheckValues(sql::Tx& tx, const CheckedCycle& cycle,
                                                    absl::string_view unit);

}  // namespace tarazy::rankings
