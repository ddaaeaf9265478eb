// act_on_rest_day: an office seldom signs on a Sunday.
#include <set>
#include <string>
#include <tuple>

#include "absl/strings/str_cat.h"
#include "services/accreditation/domain/report_lint/rules.h"
#include "services/accreditation/domain/report_lint/rules/act_days.h"
#include "services/accreditation/domain/report_lint/words.h"

namespace tarazy::accreditation::report_lint {
namespace {

// What an office does on a day; licences and certificates come by themselves, plans have no day.
bool IsOfficeWork(v1::ActKind kind) {
  return kind == v1::ACT_KIND_ORDER || kind == v1::ACT_KIND_MINUTES ||
         kind == v1::ACT_KIND_AGREEMENT || kind == v1::ACT_KIND_REGULATION;
}

}  // namespace

void ActOnRestDay(const Subject& subject, Findings& findings) {
  std::set<std::tuple<std::string, std::string, absl::CivilDay>> seen;
  for (const v1::Act& act : subject.report.acts()) {
    const auto day = DayOf(subject, act);
    if (!day || !IsOfficeWork(act.kind()) || !act.same_as().empty()) continue;
    if (!seen.emplace(Folded(act.number()), Folded(act.title()), *day).second) continue;
    findings.Compared();
    if (absl::GetWeekday(*day) != absl::Weekday::sunday) continue;
    findings.Add(act.id(), absl::StrCat(NameOf(act), " is dated ", ShowDay(act), ", a Sunday"),
                 {PlaceOf(act), ShowDay(act)}, {nullptr, "Sunday"});
  }
}

}  // namespace tarazy::accreditation::report_lint
