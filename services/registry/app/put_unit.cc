#include "services/registry/app/put_unit.h"

#include <optional>

#include "absl/strings/str_cat.h"
#include "common/base/status_macros.h"
#include "services/registry/domain/search_text.h"
#include "services/registry/store/institution_store.h"
#include "services/registry/store/programme_store.h"
#include "services/registry/store/search_store.h"
#include "services/registry/store/unit_store.h"

namespace tarazy::registry {

std::string EtagOf(const Unit& unit) { return absl::StrCat("v", unit.version); }

absl::StatusOr<int> RegisterMissing(sql::Tx& tx, const std::vector<Unit>& units, absl::Time now) {
  Faults faults;
  for (size_t i = 0; i < units.size(); ++i) {
    const std::string path = absl::StrCat("units[", i, "]");
    CheckUnit(path, units[i], faults);
    if (!units[i].code.empty()) {
      faults.Add(absl::StrCat(path, ".code"), "codes come with UpdateProgramme");
    }
    if (units[i].level != Level::kUnknown) {
      faults.Add(absl::StrCat(path, ".level"), "levels come with UpdateProgramme");
    }
  }
  RETURN_IF_ERROR(faults.ToStatus());
  int registered = 0;
  for (Unit unit : units) {
    ASSIGN_OR_RETURN(const std::optional<Unit> found, FindUnit(tx, unit.kind, unit.id));
    if (found.has_value()) continue;
    unit.version = 1;
    unit.created = unit.updated = now;
    RETURN_IF_ERROR(InsertUnit(tx, unit));
    RETURN_IF_ERROR(PutWords(tx, unit, SearchWords(unit)));
    ++registered;
  }
  return registered;
}

absl::StatusOr<int> CatchUpWords(sql::Tx& tx, Kind kind, int limit) {
  ASSIGN_OR_RETURN(std::vector<Unit> units, UnitsBehind(tx, kind, limit));
  const int count = static_cast<int>(units.size());
  if (kind == Kind::kInstitution) {
    ASSIGN_OR_RETURN(const auto institutions, LoadInstitutions(tx, std::move(units)));
    for (const Institution& whole : institutions) {
      RETURN_IF_ERROR(PutWords(tx, whole.unit, SearchWords(whole)));
    }
    return count;
  }
  ASSIGN_OR_RETURN(const auto programmes, LoadProgrammes(tx, std::move(units)));
  for (const Programme& whole : programmes) {
    RETURN_IF_ERROR(PutWords(tx, whole.unit, SearchWords(whole)));
  }
  return count;
}

}  // namespace tarazy::registry
