// What the workflow asks about values: the newest statements, who made them, how far each
// institution is.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/sql/database.h"
#include "services/rankings/store/ranking_store.h"

namespace tarazy::rankings {

// The unit as its newest import describes it, whatever the import's state. NOT_FOUND when it takes
// no part in the ranking.
absl::StatusOr<RankedUnit> LoadRankedUnit(sql::Tx& tx, absl::string_view ranking,
                                          absl::string_view unit);
// The units of an institution, so described, by id.
absl::StatusOr<std::vector<RankedUnit>> UnitsOf(sql::Tx& tx, absl::string_view ranking,
                                                absl::string_view institution);
// True when a verified act brought the unit: only such units are computed.
absl::StatusOr<bool> IsVerifiedUnit(sql::Tx& tx, absl::string_view ranking, absl::string_view unit);

// The newest version of each of the unit's cells that this origin states, by variable.
absl::StatusOr<std::vector<ValueVersion>> NewestStatements(sql::Tx& tx, absl::string_view ranking,
                                                           absl::string_view unit,
                                                           absl::string_view origin);
// The last act on any of the unit's values, 0 before the first.
absl::StatusOr<int64_t> NewestRevision(sql::Tx& tx, absl::string_view ranking,
                                       absl::string_view unit);
// Who disputed this statement last; empty when nobody did.
absl::StatusOr<std::string> DisputedBy(sql::Tx& tx, absl::string_view ranking,
                                       absl::string_view unit, absl::string_view variable,
                                       absl::string_view origin);

// The cells (unit, variable) whose newest statement of this origin is under dispute, answered or
// not, with what is stated.
using DisputedCellMap = std::map<std::pair<std::string, std::string>, std::optional<double>>;
absl::StatusOr<DisputedCellMap> DisputedCells(sql::Tx& tx, absl::string_view ranking,
                                              absl::string_view origin);
// Who entered the statement that stands: by the newest import or answer; empty when nobody did.
absl::StatusOr<std::string> StatedBy(sql::Tx& tx, absl::string_view ranking, absl::string_view unit,
                                     absl::string_view variable, absl::string_view origin);
// The units of which no import has known the institution yet.
absl::StatusOr<std::set<std::string>> UnitsWithoutInstitution(sql::Tx& tx,
                                                              absl::string_view ranking);

// An institution's own statements by state; `counts` is indexed by ValueState.
struct SubmissionCounts {
  std::string institution;
  int units = 0;
  int counts[6] = {};
};
// By institution, those after `after`; only one unless `institution` is empty.
absl::StatusOr<std::vector<SubmissionCounts>> ListSubmissions(sql::Tx& tx,
                                                              absl::string_view ranking,
                                                              absl::string_view institution,
                                                              absl::string_view after, int limit);

}  // namespace tarazy::rankings
