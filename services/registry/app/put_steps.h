// The steps in which institutions and programmes are put alike: what is there, what comes of it,
// whether it may be, and storing it.
#pragma once

#include <optional>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/faults.h"
#include "common/base/status_macros.h"
#include "services/registry/app/put_unit.h"
#include "services/registry/domain/search_text.h"
#include "services/registry/store/search_store.h"
#include "services/registry/store/unit_store.h"

namespace tarazy::registry {

// Takes over what `path` names, when it is a field that every unit has.
inline void TakeUnitField(const std::string& path, const Unit& from, Unit& to) {
  if (path == "title.en") to.title.en = from.title.en;
  if (path == "title.ru") to.title.ru = from.title.ru;
  if (path == "title.kk") to.title.kk = from.title.kk;
  if (path == "group") to.group = from.group;
}

// What a change makes of what is there; of nothing it makes all that it says. `apply` takes the
// named fields over, `check` names faults of the whole by itself, `admit` refuses what others stand
// against.
template <typename Whole>
absl::StatusOr<Whole> PutInSteps(sql::Tx& tx, absl::string_view what, const PutWhole<Whole>& put,
                                 const std::optional<Whole>& found, absl::Time now,
                                 absl::FunctionRef<void(Whole&)> apply,
                                 absl::FunctionRef<void(Whole&, Faults&)> check,
                                 absl::FunctionRef<absl::Status(const Whole&)> admit,
                                 absl::FunctionRef<absl::Status(const Whole&)> store) {
  const Unit& asked = put.whole.unit;
  if (!found && !put.allow_missing) return NotFound(what, NameOf(asked));
  if (!put.etag.empty() && (!found || put.etag != EtagOf(found->unit))) {
    return StaleEtag(NameOf(asked), found ? EtagOf(found->unit) : "");
  }
  Whole whole = found ? *found : put.whole;
  apply(whole);
  Faults faults(put.faults);
  check(whole, faults);
  RETURN_IF_ERROR(faults.ToStatus());
  RETURN_IF_ERROR(admit(whole));
  if (found && whole == *found) return whole;
  whole.unit.version = found ? found->unit.version + 1 : 1;
  whole.unit.updated = now;
  if (!found) whole.unit.created = now;
  RETURN_IF_ERROR(found ? UpdateUnit(tx, whole.unit) : InsertUnit(tx, whole.unit));
  RETURN_IF_ERROR(store(whole));
  RETURN_IF_ERROR(PutWords(tx, whole.unit, SearchWords(whole)));
  return whole;
}

// All that others stand against, in one refusal: first what is not there, then what is taken.
struct Objections {
  Faults missing;
  Faults taken;

  absl::Status ToStatus() const {
    RETURN_IF_ERROR(missing.ToStatus(absl::StatusCode::kNotFound, Reason::kNotFound));
    return taken.ToStatus(absl::StatusCode::kAlreadyExists, Reason::kAlreadyExists);
  }
};

// Adds to `objections.missing` unless the institution is there.
inline absl::Status NeedInstitution(sql::Tx& tx, absl::string_view field, absl::string_view id,
                                    Objections& objections) {
  ASSIGN_OR_RETURN(const std::optional<Unit> unit, FindUnit(tx, Kind::kInstitution, id));
  if (!unit) {
    objections.missing.Add(field, absl::StrCat("there is no institution institutions/", id));
  }
  return absl::OkStatus();
}

}  // namespace tarazy::registry
