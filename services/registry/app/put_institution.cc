#include "absl/strings/str_join.h"
#include "services/registry/app/put_steps.h"
#include "services/registry/app/succession.h"
#include "services/registry/store/institution_store.h"

namespace tarazy::registry {
namespace {

void Apply(const PutInstitution& put, Institution& to) {
  const Institution& from = put.whole;
  for (const std::string& path : put.paths) {
    TakeUnitField(path, from.unit, to.unit);
    if (path == "names") to.names = from.names;
    if (path == "bin") to.bin = from.bin;
    if (path == "licences") to.licences = from.licences;
    if (path == "relations") to.relations = from.relations;
    if (path == "city") to.city = from.city;
    if (path == "country") to.country = from.country;
    if (path == "legal_form") to.legal_form = from.legal_form;
    if (path == "web_address") to.web_address = from.web_address;
  }
}

// One BIN, one institution; one licence, one holder at a time.
absl::Status FindHolders(sql::Tx& tx, const Institution& institution, Objections& objections) {
  const std::string& id = institution.unit.id;
  ASSIGN_OR_RETURN(const std::string holder, HolderOfBin(tx, institution.bin));
  if (!holder.empty() && holder != id) {
    objections.taken.Add("institution.bin", absl::StrCat("it is that of institutions/", holder));
  }
  for (size_t i = 0; i < institution.licences.size(); ++i) {
    const Licence& licence = institution.licences[i];
    ASSIGN_OR_RETURN(const std::vector<HeldLicence> holders, HoldersOfLicence(tx, licence.number));
    for (const HeldLicence& held : holders) {
      if (held.institution == id || !held.licence.Holding().Overlaps(licence.Holding())) continue;
      objections.taken.Add(
          absl::StrCat("institution.licences[", i, "].number"),
          absl::StrCat("licence ", held.licence.number, " is held by institutions/",
                       held.institution, " at that time"));
    }
  }
  return absl::OkStatus();
}

absl::Status Admit(sql::Tx& tx, const Institution& institution) {
  Objections objections;
  for (size_t i = 0; i < institution.relations.size(); ++i) {
    RETURN_IF_ERROR(NeedInstitution(tx, absl::StrCat("institution.relations[", i, "].institution"),
                                    institution.relations[i].other, objections));
  }
  RETURN_IF_ERROR(FindHolders(tx, institution, objections));
  RETURN_IF_ERROR(objections.ToStatus());
  ASSIGN_OR_RETURN(const std::vector<std::string> cycle, FindCycle(tx, institution));
  if (cycle.empty()) return absl::OkStatus();
  return InvalidField("institution.relations",
                      absl::StrCat("they lead back to itself: ", absl::StrJoin(cycle, ", then ")));
}

}  // namespace

absl::StatusOr<Institution> Put(sql::Tx& tx, const PutInstitution& put, absl::Time now) {
  ASSIGN_OR_RETURN(const std::optional<Institution> found, FindInstitution(tx, put.whole.unit.id));
  return PutInSteps<Institution>(
      tx, "institution", put, found, now, [&](Institution& whole) { Apply(put, whole); },
      [](Institution& whole, Faults& faults) { CheckInstitution("institution", whole, faults); },
      [&](const Institution& whole) { return Admit(tx, whole); },
      [&](const Institution& whole) { return PutInstitutionDetails(tx, whole); });
}

}  // namespace tarazy::registry
