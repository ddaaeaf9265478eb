// act_sequence: the numbers of one issuer, series and year rise with the date.
#include <algorithm>
#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/accreditation/domain/report_lint/rules.h"
#include "services/accreditation/domain/report_lint/rules/act_days.h"
#include "services/accreditation/domain/report_lint/words.h"

namespace tarazy::accreditation::report_lint {
namespace {

struct Numbered {
  int number;
  std::string suffix;  // what else stands in it: "P" of "275-P"
  absl::CivilDay day;
  const v1::Act* act;
};

// Minutes are numbered by the calendar year or by the academic one; within half of either the
// numbers rise by both.
int YearOf(const v1::Act& act, absl::CivilDay day) {
  const bool autumn = act.kind() == v1::ACT_KIND_MINUTES && day.month() >= 8;
  return static_cast<int>(day.year()) * 2 + (autumn ? 1 : 0);
}

void Report(const Numbered& earlier, const Numbered& later, const std::string& message,
            Findings& findings) {
  findings.Add(absl::StrCat(earlier.act->id(), "/", later.act->id()), message,
               {PlaceOf(*earlier.act), ShowDay(*earlier.act)},
               {PlaceOf(*later.act), ShowDay(*later.act)});
}

// By number, then day; each number and day once.
void CheckSeries(std::vector<Numbered>& series, Findings& findings) {
  std::stable_sort(series.begin(), series.end(), [](const Numbered& a, const Numbered& b) {
    return std::tie(a.number, a.suffix, a.day) < std::tie(b.number, b.suffix, b.day);
  });
  series.erase(std::unique(series.begin(), series.end(),
                           [](const Numbered& a, const Numbered& b) {
                             return a.number == b.number && a.suffix == b.suffix && a.day == b.day;
                           }),
               series.end());
  size_t before = 0;  // where the next smaller number begins
  size_t begin = 0;
  for (size_t i = 0; i < series.size(); ++i) {
    if (series[i].number != series[begin].number) {
      before = begin;
      begin = i;
    }
    if (i > begin && series[i].suffix == series[begin].suffix) {
      findings.Compared();
      Report(series[begin], series[i],
             absl::StrCat(NameOf(*series[i].act), " is dated ", ShowDay(*series[begin].act),
                          " in one place and ", ShowDay(*series[i].act), " in another"),
             findings);
    }
    for (size_t j = before; j < begin; ++j) {
      findings.Compared();
      if (series[j].day <= series[i].day) continue;
      Report(series[j], series[i],
             absl::StrCat(NameOf(*series[i].act), " of ", ShowDay(*series[i].act),
                          " is older than ", NameOf(*series[j].act), " of ",
                          ShowDay(*series[j].act), ", whose number is smaller"),
             findings);
    }
  }
}

}  // namespace

void ActSequence(const Subject& subject, Findings& findings) {
  std::map<std::tuple<std::string, std::string, int, int>, std::vector<Numbered>> all;
  for (const v1::Act& act : subject.report.acts()) {
    const auto day = DayOf(subject, act);
    const int number = NumberOf(act);
    if (!day || number < 0 || act.series().empty()) continue;
    // A number without its series is an identifier and not a place in a row.
    const std::string whole = Folded(act.number());
    all[{Folded(act.issuer()), Folded(act.series()), static_cast<int>(act.kind()),
         YearOf(act, *day)}]
        .push_back({number, whole, *day, &act});
  }
  for (auto& [key, series] : all) CheckSeries(series, findings);
}

}  // namespace tarazy::accreditation::report_lint
