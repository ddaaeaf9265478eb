#include "services/rankings/app/import_target.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "services/rankings/file/methodology_file.h"
#include "services/rankings/store/methodology_store.h"
#include "services/rankings/store/ranking_store.h"
#include "services/rankings/store/workflow_store.h"

namespace tarazy::rankings {

absl::StatusOr<ImportTarget> LoadImportTarget(sql::Database& database, const Context& context,
                                              absl::string_view ranking_id) {
  ImportTarget target;
  std::string source;
  RETURN_IF_ERROR(database.Read(context, [&](sql::Tx& tx) -> absl::Status {
    ASSIGN_OR_RETURN(const Ranking ranking, LoadRanking(tx, ranking_id));
    ASSIGN_OR_RETURN(MethodologyVersion version,
                     LoadMethodology(tx, ranking.methodology, ranking.methodology_version));
    source = std::move(version.source);
    ASSIGN_OR_RETURN(target.groups, CurrentGroups(tx, ranking_id));
    ASSIGN_OR_RETURN(target.without_institution, UnitsWithoutInstitution(tx, ranking_id));
    return absl::OkStatus();
  }));
  ParsedMethodology parsed = Parse(source);
  if (!parsed.methodology.has_value()) return Internal("the stored methodology cannot be read");
  target.methodology = *std::move(parsed.methodology);
  return target;
}

absl::Status CheckNoOwnUnit(absl::string_view works_at, const std::vector<RankedUnit>& units) {
  if (works_at.empty()) return absl::OkStatus();
  for (const RankedUnit& unit : units) {
    if (unit.institution != works_at) continue;
    return MakeError(absl::StatusCode::kPermissionDenied, Reason::kConflictOfInterest,
                     absl::StrCat("your token belongs to institutions/", works_at, ", and ",
                                  unit.id, " is its own; somebody else enters that as verified"));
  }
  return absl::OkStatus();
}

}  // namespace tarazy::rankings
