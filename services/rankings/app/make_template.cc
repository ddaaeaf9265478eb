#include "services/rankings/app/make_template.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "services/rankings/app/template_workbook.h"
#include "services/rankings/file/methodology_file.h"
#include "services/rankings/store/methodology_store.h"
#include "services/rankings/store/workflow_store.h"

namespace tarazy::rankings {

absl::StatusOr<std::string> MakeTemplate(sql::Database& database, const Context& context,
                                         UnitDirectory& directory, const std::string& ranking,
                                         const std::string& institution) {
  Ranking cycle;
  std::string source;
  RETURN_IF_ERROR(database.Read(context, [&](sql::Tx& tx) -> absl::Status {
    ASSIGN_OR_RETURN(cycle, LoadRanking(tx, ranking));
    ASSIGN_OR_RETURN(MethodologyVersion version,
                     LoadMethodology(tx, cycle.methodology, cycle.methodology_version));
    source = std::move(version.source);
    return absl::OkStatus();
  }));
  const ParsedMethodology parsed = Parse(source);
  if (!parsed.methodology.has_value()) return Internal("a stored methodology cannot be read");
  ASSIGN_OR_RETURN(const RankedUnit owner, directory.Institution(institution));
  TemplateRequest request{.ranking = ranking,
                          .year = cycle.year,
                          .institution = owner.title,
                          .methodology = *parsed.methodology};
  ASSIGN_OR_RETURN(request.units, directory.UnitsOf(cycle.unit, institution));
  if (request.units.empty()) {
    return FailedPrecondition(Reason::kNoData,
                              absl::StrCat("institutions/", institution,
                                           " has no programmes; "
                                           "register them, then ask for the template"));
  }
  RETURN_IF_ERROR(database.Read(context, [&](sql::Tx& tx) -> absl::Status {
    request.values.clear();
    for (const RankedUnit& unit : request.units) {
      ASSIGN_OR_RETURN(std::vector<ValueVersion> stated,
                       NewestStatements(tx, ranking, unit.id, kInstitutionOrigin));
      request.values.insert(request.values.end(), std::make_move_iterator(stated.begin()),
                            std::make_move_iterator(stated.end()));
    }
    return absl::OkStatus();
  }));
  return WriteTemplate(request);
}

}  // namespace tarazy::rankings
