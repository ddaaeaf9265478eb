// Which edition is a ranking's result at present: the one pointer that moves.
#pragma once

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/sql/database.h"
#include "services/rankings/app/change_edition.h"
#include "services/rankings/app/visibility.h"

namespace tarazy::rankings {

struct ResultHead {
  int staff = 0;                              // the published edition, 0 for none
  int public_view = 0;                        // what the public sees as the result, 0 for none
  absl::Time until = absl::InfiniteFuture();  // when an embargo ends and the public sees another

  // The edition that is the result to this viewer; 0 for none.
  int For(const Viewer& viewer) const { return viewer.staff ? staff : public_view; }
};

// Its name among the cache's heads.
std::string HeadName(absl::string_view ranking);

std::string ToText(const ResultHead& head);
// Nothing when the text is none of ToText.
std::optional<ResultHead> ParseHead(absl::string_view text);

// Errors: NOT_FOUND when there is no such ranking.
absl::StatusOr<ResultHead> LoadHead(sql::Tx& tx, absl::string_view ranking, absl::Time now);

// The same as an id. Errors: NOT_FOUND when there is no result.
absl::StatusOr<EditionId> ResultFor(const ResultHead& head, const std::string& ranking,
                                    const Viewer& viewer);

// An edition by its id or, for number 0, the ranking's result as this viewer sees it. Whether it
// may be seen is still to be asked. Errors: NOT_FOUND, also when there is no result.
absl::StatusOr<Edition> LoadEditionOrResult(sql::Tx& tx, const EditionId& id, const Viewer& viewer,
                                            absl::Time now);

}  // namespace tarazy::rankings
