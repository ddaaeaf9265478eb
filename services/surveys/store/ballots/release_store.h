// From sealed ballots to counts and records.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "common/sql/database.h"
#include "services/surveys/domain/form/form.h"
#include "services/surveys/domain/tally/tally.h"

namespace tarazy::surveys {

struct PendingBallot {
  std::string id;  // 16 random bytes
  std::string sealed;
};

// The ids of at most `limit` pending ballots of a stratum, in the order of the ids.
absl::StatusOr<std::vector<std::string>> PendingIds(sql::Tx& tx, absl::string_view campaign,
                                                    absl::string_view stratum, int64_t limit);

// Removes these and gives them. `engine` is the database's. INTERNAL when one is not there.
absl::StatusOr<std::vector<PendingBallot>> TakePending(sql::Tx& tx, absl::string_view engine,
                                                       absl::string_view campaign,
                                                       absl::string_view stratum,
                                                       absl::Span<const std::string> ids);

// A text answer that leaves its ballot.
struct NewComment {
  std::string question;  // the id
  std::string language;
  std::string text;
};

// What a group of ballots of one stratum adds.
struct ReleasedGroup {
  std::string campaign;
  std::string stratum;
  StratumTally tally;                // of the group
  std::vector<std::string> records;  // packed; of counters: none
  std::vector<NewComment> comments;
};

// Adds the group to the tallies, its records and comments under new random ids and in the order of
// these, and one to the box's revision. `engine` is the database's.
absl::Status AddReleased(sql::Tx& tx, absl::string_view engine, const Form& form,
                         const ReleasedGroup& group);

}  // namespace tarazy::surveys
