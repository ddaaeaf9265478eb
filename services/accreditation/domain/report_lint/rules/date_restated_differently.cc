// date_restated_differently: a date that is given again is the same day.
#include <map>
#include <string>

#include "absl/strings/str_cat.h"
#include "services/accreditation/domain/record/dates.h"
#include "services/accreditation/domain/report_lint/rules.h"
#include "services/accreditation/domain/report_lint/rules/restated_with.h"
#include "services/accreditation/domain/report_lint/words.h"

namespace tarazy::accreditation::report_lint {
namespace {

std::string Show(const RecordDays& days) {
  return days.first == days.last
             ? FormatDay(days.first)
             : absl::StrCat(FormatDay(days.first), " to ", FormatDay(days.last));
}

void Report(absl::string_view of, absl::string_view printed, const v1::Place* place,
            const std::string& other, const v1::Place* other_place, Findings& findings) {
  findings.Add(
      absl::StrCat(of, "/", Slug(printed)),
      absl::StrCat("the date of ", of, " is ", printed, " here, but ", other, " elsewhere"),
      {place, std::string(printed)}, {other_place, other});
}

// The deadline as words, where it is no date: "one month before the studies".
void CheckWords(const Subject& subject, const v1::Restatement& restatement, Findings& findings) {
  const auto [kind, id] = ThingOf(restatement.of());
  const v1::Finding* finding = kind == "finding" ? Find(subject.findings, id) : nullptr;
  if (finding == nullptr || finding->deadline().printed().empty()) return;
  if (FindDay(finding->deadline().printed()) || FindDay(restatement.date())) return;
  findings.Compared();
  if (Words(finding->deadline().printed()) == Words(restatement.date())) return;
  Report(restatement.of(), restatement.date(), PlaceOf(restatement), finding->deadline().printed(),
         PlaceOf(*finding), findings);
}

}  // namespace

void DateRestatedDifferently(const Subject& subject, Findings& findings) {
  struct First {
    absl::CivilDay day;
    const v1::Restatement* restatement;
  };
  std::map<std::string, First> first;
  for (const v1::Restatement& restatement : subject.report.restatements()) {
    if (restatement.date().empty()) continue;
    const auto printed = FindDay(restatement.date());
    if (!printed) {
      CheckWords(subject, restatement, findings);
      continue;
    }
    const auto day = subject.dates.Read(*printed, PlaceOf(restatement));
    if (!day) continue;
    if (const auto days = DaysOf(subject, restatement.of())) {
      findings.Compared();
      if (*day < days->first || *day > days->last) {
        Report(restatement.of(), restatement.date(), PlaceOf(restatement), Show(*days), days->place,
               findings);
      }
      continue;
    }
    const auto [found, added] = first.emplace(restatement.of(), First{*day, &restatement});
    if (added) continue;
    findings.Compared();
    const First& other = found->second;
    if (*day == other.day) continue;
    Report(restatement.of(), restatement.date(), PlaceOf(restatement), other.restatement->date(),
           PlaceOf(*other.restatement), findings);
  }
}

}  // namespace tarazy::accreditation::report_lint
