#include "services/registry/app/put_unit.h"

#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "services/registry/store/unit_store.h"

namespace tarazy::registry {
namespace {

std::string NameOf(const Unit& unit) {
  return absl::StrCat(unit.kind == Kind::kInstitution ? "institutions/" : "programmes/", unit.id);
}

absl::string_view PathOf(Kind kind) {
  return kind == Kind::kInstitution ? "institution" : "programme";
}

void Apply(const PutUnit& put, Unit& unit) {
  for (const std::string& path : put.paths) {
    if (path == "title.en") unit.title.en = put.unit.title.en;
    if (path == "title.ru") unit.title.ru = put.unit.title.ru;
    if (path == "title.kk") unit.title.kk = put.unit.title.kk;
    if (path == "group") unit.group = put.unit.group;
  }
}

// A programme belongs to one institution for ever; one registered by an import learns it once.
absl::Status AdoptInstitution(sql::Tx& tx, const PutUnit& put, Unit& unit) {
  if (unit.kind == Kind::kInstitution || put.unit.institution.empty()) return absl::OkStatus();
  if (!unit.institution.empty() && unit.institution != put.unit.institution) {
    return InvalidField("programme.institution",
                        absl::StrCat("a programme stays with its institution, here institutions/",
                                     unit.institution));
  }
  unit.institution = put.unit.institution;
  ASSIGN_OR_RETURN(const std::optional<Unit> owner,
                   FindUnit(tx, Kind::kInstitution, unit.institution));
  if (!owner.has_value()) {
    return NotFound("institution", absl::StrCat("institutions/", unit.institution));
  }
  return absl::OkStatus();
}

absl::StatusOr<Unit> Create(sql::Tx& tx, const PutUnit& put, absl::Time now) {
  Unit unit = put.unit;
  unit.version = 1;
  unit.created = unit.updated = now;
  RETURN_IF_ERROR(CheckUnit(PathOf(unit.kind), unit));
  if (unit.kind == Kind::kProgramme && unit.institution.empty()) {
    return InvalidField("programme.institution", "name the institution it belongs to");
  }
  RETURN_IF_ERROR(AdoptInstitution(tx, put, unit));
  RETURN_IF_ERROR(InsertUnit(tx, unit));
  return unit;
}

}  // namespace

std::string EtagOf(const Unit& unit) { return absl::StrCat("v", unit.version); }

absl::StatusOr<Unit> Put(sql::Tx& tx, const PutUnit& put, absl::Time now) {
  ASSIGN_OR_RETURN(std::optional<Unit> found, FindUnit(tx, put.unit.kind, put.unit.id));
  if (!found.has_value()) {
    if (!put.allow_missing) return NotFound(PathOf(put.unit.kind), NameOf(put.unit));
    if (!put.etag.empty()) return StaleEtag(NameOf(put.unit), "");
    return Create(tx, put, now);
  }
  Unit unit = *found;
  if (!put.etag.empty() && put.etag != EtagOf(unit)) return StaleEtag(NameOf(unit), EtagOf(unit));
  Apply(put, unit);
  RETURN_IF_ERROR(AdoptInstitution(tx, put, unit));
  RETURN_IF_ERROR(CheckUnit(PathOf(unit.kind), unit));
  if (unit.title == found->title && unit.group == found->group &&
      unit.institution == found->institution) {
    return unit;
  }
  ++unit.version;
  unit.updated = now;
  RETURN_IF_ERROR(UpdateUnit(tx, unit));
  return unit;
}

absl::StatusOr<int> RegisterMissing(sql::Tx& tx, const std::vector<Unit>& units, absl::Time now) {
  int registered = 0;
  for (size_t i = 0; i < units.size(); ++i) {
    Unit unit = units[i];
    RETURN_IF_ERROR(CheckUnit(absl::StrCat("units[", i, "]"), unit));
    ASSIGN_OR_RETURN(const std::optional<Unit> found, FindUnit(tx, unit.kind, unit.id));
    if (found.has_value()) continue;
    unit.version = 1;
    unit.created = unit.updated = now;
    RETURN_IF_ERROR(InsertUnit(tx, unit));
    ++registered;
  }
  return registered;
}

}  // namespace tarazy::registry
