#include <algorithm>

#include "services/registry/app/put_steps.h"
#include "services/registry/domain/programme_code.h"
#include "services/registry/store/programme_store.h"

namespace tarazy::registry {
namespace {

bool Names(const PutProgramme& put, absl::string_view path) {
  return std::find(put.paths.begin(), put.paths.end(), path) != put.paths.end();
}

// A new code keeps the one before as an old one, and none that it has is an old one.
void KeepOldCode(const std::string& before, absl::Time now, Programme& programme) {
  const std::string& code = programme.unit.code;
  std::erase_if(programme.old_codes, [&](const OldCode& old) { return old.code == code; });
  if (!before.empty() && before != code) {
    programme.old_codes.push_back(
        {.code = before, .replaced_on = absl::ToCivilDay(now, absl::UTCTimeZone())});
  }
}

void Apply(const PutProgramme& put, absl::Time now, Programme& to) {
  const Programme& from = put.whole;
  const std::string code = to.unit.code;
  // A programme belongs to one institution for ever; one registered by an import learns it once.
  if (to.unit.institution.empty()) to.unit.institution = from.unit.institution;
  for (const std::string& path : put.paths) {
    TakeUnitField(path, from.unit, to.unit);
    if (path == "code") to.unit.code = from.unit.code;
    if (path == "level") to.unit.level = from.unit.level;
    if (path == "names") to.names = from.names;
    if (path == "ects") to.ects = from.ects;
    if (path == "duration_months") to.duration_months = from.duration_months;
    if (path == "languages") to.languages = from.languages;
    if (path == "partners") to.partners = from.partners;
    if (path == "old_codes") to.old_codes = from.old_codes;
  }
  if (to.unit.code != code && !Names(put, "old_codes")) KeepOldCode(code, now, to);
  if (to.unit.code != code && !Names(put, "level")) to.unit.level = Level::kUnknown;
  // The code tells the level; one that is stated and is another is refused by the check.
  const absl::StatusOr<Level> level = LevelOfCode("", to.unit.code);
  if (level.ok() && to.unit.level == Level::kUnknown) to.unit.level = *level;
}

void Check(const PutProgramme& put, Programme& programme, Faults& faults) {
  const std::string& asked = put.whole.unit.institution;
  if (!asked.empty() && asked != programme.unit.institution) {
    faults.Add("programme.institution",
               absl::StrCat("a programme stays with its institution, here institutions/",
                            programme.unit.institution));
  }
  CheckProgramme("programme", programme, faults);
}

absl::Status FindHolder(sql::Tx& tx, const Unit& unit, absl::string_view field,
                        absl::string_view code, Objections& objections) {
  if (code.empty() || unit.institution.empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const CodeHolder holder, HolderOfCode(tx, unit.institution, code, unit.id));
  if (!holder.id.empty()) {
    objections.taken.Add(
        field, absl::StrCat("programmes/", holder.id, " of institutions/", unit.institution,
                            holder.formerly ? " had the code " : " has the code ", code));
  }
  return absl::OkStatus();
}

absl::Status Admit(sql::Tx& tx, const PutProgramme& put, const Programme& programme) {
  const Unit& unit = programme.unit;
  Objections objections;
  // An import may have registered a programme before its institution.
  if (!put.whole.unit.institution.empty()) {
    RETURN_IF_ERROR(NeedInstitution(tx, "programme.institution", unit.institution, objections));
  }
  for (size_t i = 0; i < programme.partners.size(); ++i) {
    const std::string& partner = programme.partners[i].institution;
    if (partner.empty()) continue;
    RETURN_IF_ERROR(NeedInstitution(tx, absl::StrCat("programme.partners[", i, "].institution"),
                                    partner, objections));
  }
  RETURN_IF_ERROR(FindHolder(tx, unit, "programme.code", unit.code, objections));
  return objections.ToStatus();
}

}  // namespace

absl::StatusOr<Programme> Put(sql::Tx& tx, const PutProgramme& put, absl::Time now) {
  ASSIGN_OR_RETURN(const std::optional<Programme> found, FindProgramme(tx, put.whole.unit.id));
  return PutInSteps<Programme>(
      tx, "programme", put, found, now, [&](Programme& whole) { Apply(put, now, whole); },
      [&](Programme& whole, Faults& faults) {
        if (!found && whole.unit.institution.empty()) {
          faults.Add("programme.institution", "name the institution it belongs to");
        }
        Check(put, whole, faults);
      },
      [&](const Programme& whole) { return Admit(tx, put, whole); },
      [&](const Programme& whole) { return PutProgrammeDetails(tx, whole); });
}

}  // namespace tarazy::registry
