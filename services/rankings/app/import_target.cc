#include "services/rankings/app/import_target.h"

#include <utility>

#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "services/rankings/file/methodology_file.h"
#include "services/rankings/store/methodology_store.h"
#include "services/rankings/store/ranking_store.h"

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
    return absl::OkStatus();
  }));
  ParsedMethodology parsed = Parse(source);
  if (!parsed.methodology.has_value()) return Internal("the stored methodology cannot be read");
  target.methodology = *std::move(parsed.methodology);
  return target;
}

}  // namespace tarazy::rankings
