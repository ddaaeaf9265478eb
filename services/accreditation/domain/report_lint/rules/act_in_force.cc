// act_in_force: what has to hold on the days of the visit holds then.
#include <string>

#include "absl/strings/str_cat.h"
#include "services/accreditation/domain/record/dates.h"
#include "services/accreditation/domain/report_lint/rules.h"
#include "services/accreditation/domain/report_lint/rules/act_days.h"

namespace tarazy::accreditation::report_lint {

void ActInForce(const Subject& subject, Findings& findings) {
  if (!subject.visit_from || !subject.visit_to) return;
  const std::string visit =
      absl::StrCat(FormatDay(*subject.visit_from), " to ", FormatDay(*subject.visit_to));
  for (const v1::Act& act : subject.report.acts()) {
    if (!act.in_force_at_visit()) continue;
    const auto years = YearsOf(act);
    auto from = ParseDay(act.valid_from());
    if (!from) from = DayOf(subject, act);
    auto to = ParseDay(act.valid_to());
    // The period in its name ends with its last year.
    if (!to && years) to = absl::CivilDay(years->second + 1, 1, 1);
    if (!from && !to) continue;
    findings.Compared();
    const bool begins_late = from && *from > *subject.visit_from;
    const bool ends_early = to && *to <= *subject.visit_to;
    if (!begins_late && !ends_early) continue;
    const std::string day = begins_late ? FormatDay(*from) : FormatDay(*to);
    findings.Add(
        act.id(),
        absl::StrCat(NameOf(act), begins_late ? " holds only from " : " holds no more from ", day,
                     ", but the visit was ", visit),
        {PlaceOf(act), day}, {nullptr, visit});
  }
}

}  // namespace tarazy::accreditation::report_lint
