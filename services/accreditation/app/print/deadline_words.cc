#include "services/accreditation/app/print/deadline_words.h"

#include <cstdlib>
#include <vector>

#include "absl/strings/str_join.h"
#include "absl/strings/substitute.h"

namespace tarazy::accreditation {
namespace {

// What the case calls an event of this kind; the kind's id when it does not.
std::string EventTitle(const Sheet& sheet, absl::string_view kind) {
  for (const v1::EventKind& one : sheet.record.event_kinds()) {
    if (one.id() == kind) return sheet.Say(one.title()).text;
  }
  return std::string(kind);
}

std::string Relative(const Sheet& sheet, const v1::RelativeDeadline& relative) {
  const std::string event = EventTitle(sheet, relative.event());
  std::vector<std::string> stretch;
  if (relative.months() != 0) {
    stretch.push_back(Counted(std::abs(relative.months()), Phrase::kMonths, sheet.language));
  }
  if (relative.days() != 0) {
    stretch.push_back(Counted(std::abs(relative.days()), Phrase::kDays, sheet.language));
  }
  if (stretch.empty()) return absl::Substitute(sheet.Word(Phrase::kAtEvent), event);
  // Months and days that point to different sides are told with their signs.
  const bool mixed = relative.months() != 0 && relative.days() != 0 &&
                     (relative.months() < 0) != (relative.days() < 0);
  if (mixed) {
    stretch = {Counted(relative.months(), Phrase::kMonths, sheet.language),
               Counted(relative.days(), Phrase::kDays, sheet.language)};
  }
  const bool before = !mixed && (relative.months() < 0 || relative.days() < 0);
  return absl::Substitute(sheet.Word(before ? Phrase::kBeforeEvent : Phrase::kAfterEvent),
                          absl::StrJoin(stretch, ", "), event);
}

std::string Recurring(const Sheet& sheet, const v1::RecurringDeadline& recurring) {
  const std::string months = Counted(recurring.every_months(), Phrase::kMonths, sheet.language);
  const std::string first = sheet.Day(recurring.first());
  if (recurring.until().empty()) {
    return absl::Substitute(sheet.Word(Phrase::kEvery), months, first);
  }
  return absl::Substitute(sheet.Word(Phrase::kEveryUntil), months, first,
                          sheet.Day(recurring.until()));
}

}  // namespace

std::string DeadlineInWords(const Sheet& sheet, const v1::Finding& finding) {
  const v1::Deadline& deadline = finding.deadline();
  switch (deadline.due_case()) {
    case v1::Deadline::kFixed:
      return absl::Substitute(sheet.Word(Phrase::kBy), sheet.Day(deadline.fixed()));
    case v1::Deadline::kRelative:
      return Relative(sheet, deadline.relative());
    case v1::Deadline::kRecurring:
      return Recurring(sheet, deadline.recurring());
    case v1::Deadline::kOnEvent:
      return absl::Substitute(sheet.Word(Phrase::kAtEvent), EventTitle(sheet, deadline.on_event()));
    case v1::Deadline::DUE_NOT_SET:
      break;
  }
  return deadline.printed().empty() ? std::string(sheet.Word(Phrase::kNoDeadline))
                                    : deadline.printed();
}

}  // namespace tarazy::accreditation
