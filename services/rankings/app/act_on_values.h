// The acts of the workflow on values: each is one revision of the ranking, all or nothing, in one
// transaction. Errors of all: NOT_FOUND (ranking, unit), ABORTED STALE_ETAG, FAILED_PRECONDITION
// VALUE_STATE (every variable whose state does not allow the act is named), INVALID_ARGUMENT (a
// reason, statement or value that is missing or wrong), PERMISSION_DENIED CONFLICT_OF_INTEREST or
// SECOND_PERSON_NEEDED.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/sql/database.h"
#include "services/rankings/app/person.h"
#include "services/rankings/store/ranking_store.h"

namespace tarazy::rankings {

struct ActResult {
  int64_t revision = 0;
  int cells = 0;
};

// The cells that an act is about.
struct CellsOfUnit {
  std::string ranking;
  std::string unit;
  std::vector<std::string> variables;  // empty: all that the act can take (only to verify)
  std::string origin;                  // empty: the institution's
  std::string etag;                    // "r17"; empty: whatever is there
};

// Hands in all drafts of the institution. FAILED_PRECONDITION NO_DATA when there are none.
absl::StatusOr<ActResult> SubmitValues(sql::Tx& tx, const std::string& ranking,
                                       const std::string& institution, const Person& by,
                                       absl::Time now);

absl::StatusOr<ActResult> VerifyValues(sql::Tx& tx, const CellsOfUnit& cells, const Person& by,
                                       absl::Time now);

absl::StatusOr<ActResult> DisputeValues(sql::Tx& tx, const CellsOfUnit& cells,
                                        const std::string& reason, const Person& by,
                                        absl::Time now);

// What an answer or a settlement puts in the place of what was stated.
struct Correction {
  std::optional<double> value;
  std::string source;    // empty: as before
  std::string evidence;  // empty: as before
};

// `cells` names one variable. Gives the cell as it is after the act.
absl::StatusOr<ValueVersion> AnswerDispute(sql::Tx& tx, const CellsOfUnit& cells,
                                           const std::string& statement,
                                           const Correction& correction, const Person& by,
                                           absl::Time now);

absl::StatusOr<ValueVersion> SettleDispute(sql::Tx& tx, const CellsOfUnit& cells,
                                           Settlement settlement, const std::string& reason,
                                           const Correction& correction, const Person& by,
                                           absl::Time now);

// "r17": the newest act on the unit's values.
std::string ValuesEtag(int64_t revision);

}  // namespace tarazy::rankings
