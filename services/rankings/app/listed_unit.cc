#include "services/rankings/app/listed_unit.h"

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"

namespace tarazy::rankings {

absl::StatusOr<EditionUnit> LoadListed(sql::Tx& tx, const Edition& edition, const std::string& id) {
  ASSIGN_OR_RETURN(EditionUnit unit, LoadUnit(tx, edition, id));
  if (unit.standing == "excluded") {
    return FailedPrecondition(Reason::kUnitExcluded,
                              absl::StrCat(id, " is not in this edition: ", unit.reason),
                              {{"unit", id}});
  }
  return unit;
}

}  // namespace tarazy::rankings
