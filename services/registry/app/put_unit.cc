#include "services/registry/app/put_unit.h"

#include <set>
#include <utility>

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
  std::set<std::pair<Kind, std::string>> known;
  for (const Kind kind : {Kind::kInstitution, Kind::kProgramme}) {
    std::set<std::string> ids;
    for (const Unit& unit : units) {
      if (unit.kind == kind) ids.insert(unit.id);
    }
    ASSIGN_OR_RETURN(const std::vector<Unit> found,
                     FindUnits(tx, kind, std::vector<std::string>(ids.begin(), ids.end())));
    for (const Unit& unit : found) known.emplace(kind, unit.id);
  }
  std::vector<FoundUnit> fresh;
  for (const Unit& unit : units) {
    if (!known.emplace(unit.kind, unit.id).second) continue;
    fresh.push_back({.unit = unit, .words = SearchWords(unit)});
    fresh.back().unit.version = 1;
    fresh.back().unit.created = fresh.back().unit.updated = now;
  }
  RETURN_IF_ERROR(InsertUnits(tx, fresh));
  return static_cast<int>(fresh.size());
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
