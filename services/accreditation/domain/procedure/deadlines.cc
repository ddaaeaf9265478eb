#include "services/accreditation/domain/procedure/deadlines.h"

#include <algorithm>
#include <map>

#include "services/accreditation/domain/record/dates.h"

namespace tarazy::accreditation {
namespace {

constexpr int kMostRecurrences = 1200;  // a hundred years of months

bool Concerns(const v1::Event& event, absl::string_view programme) {
  return event.programmes().empty() ||
         std::find(event.programmes().begin(), event.programmes().end(), programme) !=
             event.programmes().end();
}

// `kind` and the offset of a deadline that hangs on events.
std::vector<Occurrence> OnEvents(const v1::Case& record, absl::string_view programme,
                                 const std::string& kind, int months, int days) {
  const auto visited = ParseDay(record.visit().to());
  std::map<absl::CivilDay, std::string> by_day;
  for (const v1::Event& event : record.events()) {
    const auto on = ParseDay(event.on());
    if (event.kind() != kind || !on.has_value() || !Concerns(event, programme)) continue;
    if (visited.has_value() && *on <= *visited) continue;
    by_day.try_emplace(AddMonths(*on, months) + days, event.id());
  }
  if (by_day.empty()) return {Occurrence{}};
  std::vector<Occurrence> occurrences;
  for (const auto& [day, event] : by_day) occurrences.push_back({day, event});
  return occurrences;
}

std::vector<Occurrence> Recurring(const v1::RecurringDeadline& rule, absl::CivilDay today,
                                  std::optional<absl::CivilDay> accredited_until) {
  const auto first = ParseDay(rule.first());
  if (!first.has_value()) return {Occurrence{}};
  auto last = ParseDay(rule.until());
  if (accredited_until.has_value())
    last = std::min(last.value_or(*accredited_until), *accredited_until);
  std::vector<Occurrence> occurrences;
  for (int i = 0; i < kMostRecurrences; ++i) {
    // From the first each time: from day to day the 31st would become the 28th for good.
    const absl::CivilDay due = AddMonths(*first, i * std::max(1, rule.every_months()));
    if (last.has_value() && due > *last) break;
    occurrences.push_back({due, ""});
    if (due > today) break;
  }
  return occurrences;
}

}  // namespace

bool IsFollowedUp(const v1::Finding& finding) {
  return finding.kind() == v1::FINDING_KIND_RECOMMENDATION ||
         finding.kind() == v1::FINDING_KIND_CONDITION;
}

std::vector<Occurrence> OccurrencesOf(const v1::Case& record, const v1::Finding& finding,
                                      absl::string_view programme, absl::CivilDay today,
                                      std::optional<absl::CivilDay> accredited_until) {
  if (!IsFollowedUp(finding)) return {};
  const v1::Deadline& deadline = finding.deadline();
  switch (deadline.due_case()) {
    case v1::Deadline::kFixed:
      return {Occurrence{ParseDay(deadline.fixed()), ""}};
    case v1::Deadline::kRelative:
      return OnEvents(record, programme, deadline.relative().event(), deadline.relative().months(),
                      deadline.relative().days());
    case v1::Deadline::kOnEvent:
      return OnEvents(record, programme, deadline.on_event(), 0, 0);
    case v1::Deadline::kRecurring:
      return Recurring(deadline.recurring(), today, accredited_until);
    case v1::Deadline::DUE_NOT_SET:
      break;
  }
  return {Occurrence{}};
}

}  // namespace tarazy::accreditation
