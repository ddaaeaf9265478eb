// What the process remembers of editions whose standing can no longer change, so that a read of
// their figures needs no database: an edition once shown to the public is never hidden again.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/base/mutex.h"
#include "services/rankings/app/visibility.h"
#include "services/rankings/store/edition_store.h"

namespace tarazy::rankings {

struct KnownEdition {
  explicit KnownEdition(Edition known);

  const Edition edition;
  // "tarazy:v1:score:RANKING/NUMBER-CONTENT:" and "tarazy:v1:rows:RANKING/NUMBER-CONTENT:", where
  // CONTENT tells this edition from any other that ever had its name, such as one that a restored
  // backup does not have.
  const std::string score_prefix;
  const std::string line_prefix;
  const std::string rows_prefix;

  // The cache's key of a unit's scores.
  std::string ScoreKey(absl::string_view unit) const;
  // The cache's key of a unit's line of the table.
  std::string LineKey(absl::string_view unit) const;
  // The cache's key of the page of at most `size` rows after a position; of one group unless that
  // is empty.
  std::string RowsKey(absl::string_view group, int size, int after_position) const;
};

class KnownEditions {
 public:
  // The edition of this full name ("rankings/iqaa-2026/editions/2"), if it is known and this viewer
  // may see all of it (visibility.h). Null says nothing: ask the database. Never blocks.
  std::shared_ptr<const KnownEdition> Find(absl::string_view name, const Viewer& viewer,
                                           absl::Time now) const;

  // Remembers an edition that was read from the database, unless its standing may still change.
  std::shared_ptr<const KnownEdition> Learn(const Edition& edition, absl::Time now);

 private:
  mutable Mutex mu_;
  absl::flat_hash_map<std::string, std::shared_ptr<const KnownEdition>> known_ ABSL_GUARDED_BY(mu_);
};

}  // namespace tarazy::rankings
