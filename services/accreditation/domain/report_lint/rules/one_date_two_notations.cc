// one_date_two_notations: one day is written in one way, and so are the dates of one line.
#include <map>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/accreditation/domain/report_lint/rules.h"
#include "services/accreditation/domain/report_lint/words.h"

namespace tarazy::accreditation::report_lint {
namespace {

// Dates in words beside dates in figures are no fault.
bool InFigures(const DateMention& date) {
  return date.day.notation != Notation::kWords && date.day.notation != Notation::kIso;
}

void Report(const DateMention& a, const DateMention& b, absl::string_view key,
            absl::string_view what, Findings& findings) {
  findings.Add(absl::StrCat(key, "/", Slug(a.printed), "/", Slug(b.printed)),
               absl::StrCat(what, " in two notations: ", a.printed, " and ", b.printed),
               {a.place, std::string(a.printed)}, {b.place, std::string(b.printed)});
}

}  // namespace

void OneDateTwoNotations(const Subject& subject, Findings& findings) {
  std::map<std::string, const DateMention*> of_thing;
  std::map<std::pair<absl::string_view, int>, const DateMention*> of_line;
  for (const DateMention& date : subject.dates.all()) {
    if (!InFigures(date)) continue;
    if (!date.about.empty()) {
      const auto [found, added] = of_thing.emplace(date.about, &date);
      const DateMention& other = *found->second;
      if (!added) findings.Compared();
      if (!added && other.day.notation != date.day.notation) {
        Report(other, date, Slug(date.about), absl::StrCat("one date of ", date.about), findings);
        continue;
      }
    }
    if (date.place == nullptr || date.place->line() == 0) continue;
    const auto [found, added] = of_line.emplace(
        std::pair(absl::string_view(date.place->document()), date.place->line()), &date);
    if (added) continue;
    findings.Compared();
    if (found->second->day.notation != date.day.notation) {
      Report(*found->second, date, "line", "dates of one line", findings);
    }
  }
}

}  // namespace tarazy::accreditation::report_lint
