// Institutions' objections to preliminary editions.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/sql/database.h"

namespace tarazy::rankings {

enum class ObjectionState { kOpen, kUpheld, kDismissed };

struct Objection {
  std::string ranking;
  int edition = 0;
  int ordinal = 0;  // its number in the edition, from 1; set by InsertObjection
  std::string unit;
  std::string institution;
  std::string reason;
  std::string evidence;
  ObjectionState state = ObjectionState::kOpen;
  std::string resolution;
  std::string created_by;
  absl::Time created;
  std::string resolved_by;
  std::optional<absl::Time> resolved;
};

absl::Status InsertObjection(sql::Tx& tx, Objection& objection);
// NOT_FOUND when there is none.
absl::StatusOr<Objection> LoadObjection(sql::Tx& tx, absl::string_view ranking, int edition,
                                        int ordinal);
// By number, those after `after`; of one institution unless that is empty.
absl::StatusOr<std::vector<Objection>> ListObjections(sql::Tx& tx, absl::string_view ranking,
                                                      int edition, absl::string_view institution,
                                                      int after, int limit);
// Stores state, resolution, who and when.
absl::Status UpdateObjection(sql::Tx& tx, const Objection& objection);

// How many of an edition's objections are in this state.
absl::StatusOr<int> CountObjections(sql::Tx& tx, absl::string_view ranking, int edition,
                                    ObjectionState state);

}  // namespace tarazy::rankings
