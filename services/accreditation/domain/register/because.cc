#include "services/accreditation/domain/register/because.h"

#include <optional>

#include "absl/strings/str_cat.h"
#include "services/accreditation/domain/record/dates.h"

namespace tarazy::accreditation {
namespace {

std::string Named(const Act& act) {
  return absl::StrCat(act.id, " of ", FormatDay(act.decided_on));
}

std::string Stretch(absl::CivilDay from, std::optional<absl::CivilDay> to) {
  const std::string begin = absl::StrCat("from ", FormatDay(from));
  return to.has_value() ? absl::StrCat(begin, " until ", FormatDay(*to))
                        : absl::StrCat(begin, " without an end");
}

std::string Accredits(const Line& line, const DayStatus& status, const Line::Effects& effects) {
  const Act& grant = line.act(status.basis);
  const absl::string_view how = status.status == RegisterStatus::kConditional
                                    ? " accredits it under conditions "
                                    : " accredits it ";
  return absl::StrCat(Named(grant), how,
                      Stretch(grant.valid_from, line.EndOf(status.basis, effects)), ".");
}

std::string Expired(const Line& line, int grant, const Line::Effects& effects) {
  const std::optional<absl::CivilDay> end = line.EndOf(grant, effects);
  return absl::StrCat("The term of ", Named(line.act(grant)), " ended on ",
                      FormatDay(end.value_or(line.act(grant).valid_from)), ".");
}

std::string UnderAppeal(const Line& line, const DayStatus& status) {
  const Act& filed = *status.appeal->filed;
  const std::string until =
      status.appeal->ended == nullptr
          ? "until it ends"
          : absl::StrCat("until it ends on ", FormatDay(status.appeal->ended->valid_from));
  return absl::StrCat(Named(filed), " is against ", Named(line.act(status.basis)), "; ", until,
                      " it is ", StatusName(status.meanwhile), ".");
}

}  // namespace

std::string Because(const Line& line, absl::CivilDay day, const DayStatus& status) {
  if (status.basis == Line::kNobody) return "No decision has effect on it that day.";
  if (status.status == RegisterStatus::kUnderAppeal) return UnderAppeal(line, status);
  const Act& basis = line.act(status.basis);
  const Line::Effects effects = line.EffectsOn(day, /*appeals_rest=*/true);
  switch (status.status) {
    case RegisterStatus::kAccredited:
    case RegisterStatus::kConditional:
      return Accredits(line, status, effects);
    case RegisterStatus::kExpired:
      return Expired(line, status.basis, effects);
    case RegisterStatus::kSuspended:
      return absl::StrCat(Named(basis), " suspends ", basis.acts_on, " ",
                          Stretch(basis.valid_from, basis.valid_to), ".");
    case RegisterStatus::kWithdrawn:
      return absl::StrCat(Named(basis), " withdraws ", basis.acts_on, " from ",
                          FormatDay(basis.valid_from), " on.");
    case RegisterStatus::kDeferred:
      return absl::StrCat(Named(basis), " defers the decision ",
                          Stretch(basis.valid_from, basis.valid_to), ".");
    default:
      return absl::StrCat(Named(basis), " refuses accreditation from ", FormatDay(basis.valid_from),
                          " on.");
  }
}

}  // namespace tarazy::accreditation
