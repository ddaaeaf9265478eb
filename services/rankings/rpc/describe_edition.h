// An edition's record as a viewer may read it.
#pragma once

#include "absl/status/statusor.h"
#include "common/sql/database.h"
#include "services/rankings/app/visibility.h"
#include "services/rankings/store/edition_store.h"
#include "services/rankings/store/ranking_store.h"
#include "tarazy/rankings/v1/edition.pb.h"

namespace tarazy::rankings {

// With findings and groups. Who computed and published it is for the staff; the findings of a
// preliminary edition, which name other units, too.
absl::StatusOr<v1::Edition> Describe(sql::Tx& tx, const Edition& edition, const Viewer& viewer);

// Without findings and groups, for lists.
v1::Edition Summarise(const Edition& edition, const Ranking& cycle, const Viewer& viewer);

}  // namespace tarazy::rankings
