// act_before_order: an act is not older than the one that it rests on.
// event_before_contract: what happens under an agreement does not begin before it.
#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "services/accreditation/domain/record/dates.h"
#include "services/accreditation/domain/report_lint/rules.h"
#include "services/accreditation/domain/report_lint/rules/act_days.h"

namespace tarazy::accreditation::report_lint {
namespace {

// An event, or anything that follows from an agreement.
bool IsEvent(const v1::Act& act, const v1::Act& basis) {
  return act.kind() == v1::ACT_KIND_EVENT || basis.kind() == v1::ACT_KIND_AGREEMENT;
}

// The latest day on which it can have begun.
std::optional<absl::CivilDay> BeginOf(const Subject& subject, const v1::Act& act) {
  if (const auto from = ParseDay(act.valid_from()); from && act.kind() == v1::ACT_KIND_EVENT) {
    return from;
  }
  if (const auto day = DayOf(subject, act)) return day;
  if (const auto years = YearsOf(act)) return absl::CivilDay(years->first, 12, 31);
  return std::nullopt;
}

std::string ShowBegin(const v1::Act& act) {
  const std::string day = ShowDay(act);
  if (!day.empty()) return day;
  return act.period().empty() ? act.valid_from() : act.period();
}

void Check(const Subject& subject, bool events, Findings& findings) {
  for (const v1::Act& act : subject.report.acts()) {
    for (const std::string& id : act.after()) {
      const v1::Act* basis = Find(subject.acts, id);
      if (basis == nullptr || IsEvent(act, *basis) != events) continue;
      const auto begin = BeginOf(subject, act), earliest = DayOf(subject, *basis);
      if (!begin || !earliest) continue;
      findings.Compared();
      if (*begin >= *earliest) continue;
      findings.Add(absl::StrCat(act.id(), "/", basis->id()),
                   absl::StrCat(NameOf(act), " (", ShowBegin(act), ") is before ", NameOf(*basis),
                                " (", ShowDay(*basis), ") that it rests on"),
                   {PlaceOf(act), ShowBegin(act)}, {PlaceOf(*basis), ShowDay(*basis)});
    }
  }
}

}  // namespace

void ActBeforeOrder(const Subject& subject, Findings& findings) { Check(subject, false, findings); }

void EventBeforeContract(const Subject& subject, Findings& findings) {
  Check(subject, true, findings);
}

}  // namespace tarazy::accreditation::report_lint
