// What an edition is computed from, as it was at a revision of its ranking.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/sql/database.h"
#include "services/rankings/domain/dataset.h"
#include "services/rankings/domain/finding.h"
#include "services/rankings/domain/methodology.h"
#include "services/rankings/store/methodology_store.h"
#include "services/rankings/store/ranking_store.h"

namespace tarazy::rankings {

inline constexpr size_t kMaxDiscrepancies = 1000;

struct EditionInputs {
  Ranking ranking;
  int64_t revision = 0;
  MethodologyVersion version;  // as stored
  Methodology methodology;     // read from version.source
  std::vector<RankedUnit> units;
  Dataset dataset;  // of `units`, in their order
  // Sources that disagree beyond the tolerance, by unit and variable; at most kMaxDiscrepancies.
  std::vector<Finding> discrepancies;
};

// The verified values as of `revision`; a negative one means the ranking's newest.
// NOT_FOUND when there is no such ranking.
absl::StatusOr<EditionInputs> LoadInputs(sql::Tx& tx, absl::string_view ranking, int64_t revision);

// Hex SHA-256 of the inputs: what an edition records as its digest.
std::string DigestOf(const EditionInputs& inputs, absl::string_view engine_version);

}  // namespace tarazy::rankings
