// What a ranking tells the other services, in the transaction of the change (docs of the payloads:
// tarazy/rankings/v1/event.proto).
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/sql/database.h"
#include "services/rankings/domain/workflow.h"
#include "services/rankings/store/edition_store.h"
#include "services/rankings/store/objection_store.h"
#include "services/rankings/store/ranking_store.h"

namespace tarazy::rankings {

// The reason of an act on values is that of `values` (ValueVersion.act).
// `supersedes`: the number of the edition before; 0: none.
absl::Status TellPublished(sql::Tx& tx, const Edition& edition, int supersedes, absl::Time now);
absl::Status TellWithdrawn(sql::Tx& tx, const Edition& edition, bool was_current, absl::Time now);

// To each institution in it, with its own results and the window's end as its deadline;
// `replaced` is the number of the edition that was preliminary before, 0: none.
absl::Status TellPreliminary(sql::Tx& tx, const Edition& edition, int replaced, absl::Time now);

absl::Status TellSubmitted(sql::Tx& tx, const std::string& ranking, const std::string& institution,
                           const std::vector<ValueVersion>& values, absl::Time now);
absl::Status TellDisputed(sql::Tx& tx, const std::string& ranking, const RankedUnit& unit,
                          const std::vector<ValueVersion>& values, absl::Time now);
absl::Status TellSettled(sql::Tx& tx, const std::string& ranking, const RankedUnit& unit,
                         const ValueVersion& value, Settlement settlement, absl::Time now);

absl::Status TellObjection(sql::Tx& tx, const Objection& objection, absl::Time now);
absl::Status TellResolution(sql::Tx& tx, const Objection& objection, absl::Time now);

}  // namespace tarazy::rankings
