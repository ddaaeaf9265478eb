// ambiguous_date: a date has one reading, for itself or by its document's convention.
// impossible_date: it is in the calendar.
// date_against_convention: it is written like the others of its document.
#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/accreditation/domain/record/dates.h"
#include "services/accreditation/domain/report_lint/rules.h"
#include "services/accreditation/domain/report_lint/words.h"

namespace tarazy::accreditation::report_lint {
namespace {

using Mentions = std::vector<const DateMention*>;

// One finding for all places that print the same.
template <typename Bad, typename Describe>
void Check(const Subject& subject, Bad bad, Describe describe, Findings& findings) {
  std::map<std::string, Mentions> found;
  for (const DateMention& date : subject.dates.all()) {
    if (date.day.notation == Notation::kWords && !date.day.impossible()) continue;
    findings.Compared();
    if (bad(date)) found[std::string(date.printed)].push_back(&date);
  }
  for (const auto& [printed, mentions] : found) {
    const DateMention& first = *mentions[0];
    const auto [message, other] = describe(first);
    std::string sentence = absl::StrCat(printed, " ", message);
    if (mentions.size() > 1) absl::StrAppend(&sentence, ", in ", mentions.size(), " places");
    findings.Add(Slug(printed), sentence, {first.place, printed},
                 {mentions.size() > 1 ? mentions[1]->place : nullptr, other});
  }
}

struct Description {
  std::string message;
  std::string other;
};

}  // namespace

void AmbiguousDate(const Subject& subject, Findings& findings) {
  Check(
      subject,
      [&](const DateMention& date) {
        return date.day.ambiguous() && !subject.dates.Read(date.day, date.place);
      },
      [](const DateMention& date) {
        const std::string both =
            absl::StrCat(FormatDay(*date.day.day_first), " or ", FormatDay(*date.day.month_first));
        return Description{absl::StrCat("can be read as ", both), both};
      },
      findings);
}

void ImpossibleDate(const Subject& subject, Findings& findings) {
  Check(
      subject, [](const DateMention& date) { return date.day.impossible(); },
      [](const DateMention&) {
        return Description{"is no day of the calendar", "no such day"};
      },
      findings);
}

void DateAgainstConvention(const Subject& subject, Findings& findings) {
  Check(
      subject,
      [&](const DateMention& date) {
        if (!date.day.shows_order()) return false;
        const auto order = subject.dates.OrderOf(date.place, date.day.notation);
        return order && (*order == DateOrder::kDayFirst) != date.day.day_first.has_value();
      },
      [](const DateMention& date) {
        const bool day_first = date.day.day_first.has_value();
        return Description{day_first ? "has the day first where the document has the month first"
                                     : "has the month first where the document has the day first",
                           day_first ? "month first" : "day first"};
      },
      findings);
}

}  // namespace tarazy::accreditation::report_lint
