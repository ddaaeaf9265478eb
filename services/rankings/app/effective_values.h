// The value of each cell that counts, out of what its sources state.
#pragma once

#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "common/sql/database.h"
#include "services/rankings/domain/methodology.h"
#include "services/rankings/domain/precedence.h"
#include "services/rankings/store/ranking_store.h"

namespace tarazy::rankings {

// What the statements of one cell come to.
struct CellReading {
  const Variable& variable;
  const ValueVersion& counts;
  std::vector<const ValueVersion*> discrepant;  // differ from `counts` beyond the tolerance
};

// Of a cell of a variable that the methodology has.
CellReading ReadCell(const Variable& variable, absl::Span<const ValueVersion> statements);

// A sentence with both numbers: "students: ministry states 100, institution 120; 100 counts".
std::string DiscrepancySentence(const CellReading& cell, const ValueVersion& other);

// The verified cells as of a revision, by unit and variable; of one unit unless that is empty.
// Variables that the methodology does not have are passed over.
absl::Status ForEachEffectiveValue(sql::Tx& tx, absl::string_view ranking, int64_t revision,
                                   absl::string_view unit, const Methodology& methodology,
                                   absl::FunctionRef<absl::Status(const CellReading&)> each);

}  // namespace tarazy::rankings
