// How an act comes into the register: with its number, its change in the feed and the index of what
// its line says now.
#pragma once

#include <map>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "common/sql/database.h"
#include "services/accreditation/store/register_store.h"

namespace tarazy::accreditation {

// As many acts as a line may have; its reckoning grows with their square.
inline constexpr size_t kMaxActs = 1000;

// The acts of the lines that are being changed.
class OpenLines {
 public:
  explicit OpenLines(sql::Tx& tx) : tx_(tx) {}

  // Those of the store, and those added since. Valid until the object ends.
  absl::StatusOr<std::vector<Act>*> Of(const LineKey& line);

 private:
  sql::Tx& tx_;
  std::map<LineKey, std::vector<Act>> lines_;
};

// When acts are recorded.
struct Recording {
  absl::Time now;
  absl::CivilDay today;  // the day of the status before and after
};

// Decisions that were checked, in the order of their recording; sets their numbers and times. They
// become known together.
absl::Status AppendDecisions(sql::Tx& tx, const Recording& recording,
                             std::vector<RecordedDecision>& decisions);

// The filing of an appeal while it is open, else its end.
absl::Status AppendAppeal(sql::Tx& tx, const Recording& recording, RecordedAppeal& appeal);

}  // namespace tarazy::accreditation
