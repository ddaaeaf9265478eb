// one_act_two_dates: mentions of one paper give it one date and one number.
#include <map>
#include <string>
#include <tuple>

#include "absl/strings/str_cat.h"
#include "services/accreditation/domain/report_lint/rules.h"
#include "services/accreditation/domain/report_lint/rules/act_days.h"
#include "services/accreditation/domain/report_lint/words.h"

namespace tarazy::accreditation::report_lint {
namespace {

// Papers that are one when they are called the same; minutes, orders and agreements come many times
// under one title.
bool IsOneByTitle(const v1::Act& act) {
  return act.kind() == v1::ACT_KIND_REGULATION || act.kind() == v1::ACT_KIND_PLAN;
}

// A long number names one paper only.
bool IsOneByNumber(const v1::Act& act) {
  return (act.kind() == v1::ACT_KIND_LICENCE || act.kind() == v1::ACT_KIND_CERTIFICATE) &&
         Slug(act.number()).size() >= 5;
}

void Compare(const Subject& subject, const v1::Act& a, const v1::Act& b, Findings& findings) {
  const auto day_a = DayOf(subject, a), day_b = DayOf(subject, b);
  if (day_a && day_b) {
    findings.Compared();
    if (*day_a != *day_b) {
      findings.Add(absl::StrCat(a.id(), "/", b.id()),
                   absl::StrCat(NameOf(b), " is dated ", ShowDay(a), " in one place and ",
                                ShowDay(b), " in another"),
                   {PlaceOf(a), ShowDay(a)}, {PlaceOf(b), ShowDay(b)});
      return;
    }
  }
  if (a.number().empty() || b.number().empty()) return;
  findings.Compared();
  if (Words(a.number()) == Words(b.number())) return;
  findings.Add(absl::StrCat(a.id(), "/", b.id(), "/number"),
               absl::StrCat(NameOf(b), " has the number ", a.number(), " in another place"),
               {PlaceOf(a), a.number()}, {PlaceOf(b), b.number()});
}

}  // namespace

void OneActTwoDates(const Subject& subject, Findings& findings) {
  std::map<std::tuple<int, std::string, std::string>, const v1::Act*> first;
  for (const v1::Act& act : subject.report.acts()) {
    if (!act.same_as().empty()) {
      const v1::Act* other = Find(subject.acts, act.same_as());
      if (other != nullptr && other != &act) Compare(subject, *other, act, findings);
      continue;
    }
    // Those of a series are act_sequence's; a period tells versions apart: version_gap's.
    if (!act.series().empty()) continue;
    std::string key;
    if (IsOneByNumber(act)) key = Folded(act.number());
    if (IsOneByTitle(act) && !act.title().empty()) {
      key = absl::StrCat(Folded(act.title()), "|", Folded(act.number()), "|", Folded(act.period()));
    }
    if (key.empty()) continue;
    const auto [found, added] =
        first.emplace(std::tuple(static_cast<int>(act.kind()), Folded(act.issuer()), key), &act);
    if (!added) Compare(subject, *found->second, act, findings);
  }
}

}  // namespace tarazy::accreditation::report_lint
