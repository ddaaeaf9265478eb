// Steps of the follow-up: of a finding, for a programme and a day that it is due, in an order that
// the acts allow.
#include <algorithm>
#include <map>
#include <tuple>

#include "absl/strings/str_cat.h"
#include "services/accreditation/domain/procedure/check_parts.h"
#include "services/accreditation/domain/procedure/deadlines.h"
#include "services/accreditation/domain/procedure/follow_up_acts.h"
#include "services/accreditation/domain/record/dates.h"
#include "services/accreditation/domain/record/programmes.h"

namespace tarazy::accreditation {
namespace {

const v1::Finding* FindFinding(const v1::Case& record, absl::string_view id) {
  for (const v1::Finding& finding : record.findings()) {
    if (finding.id() == id) return &finding;
  }
  return nullptr;
}

// The day of the occurrence that a step is about, empty for one without a day; nothing, and a
// fault, when there is no such occurrence.
std::optional<std::string> FindDue(const v1::Case& record, const v1::Finding& finding,
                                   const v1::FollowUpStep& step, const std::string& at,
                                   Faults& problems) {
  const auto applies = AppliesTo(record, finding.programmes());
  if (std::find(applies.begin(), applies.end(), step.programme()) == applies.end()) {
    problems.Add(at + ".programme", absl::StrCat("the finding ", finding.id(),
                                                 " does not apply to \"", step.programme(), "\""));
    return std::nullopt;
  }
  // Far enough for what the step says, whatever day it is today.
  const auto on = ParseDay(step.on()).value_or(absl::CivilDay());
  const auto horizon = std::max(on, ParseDay(step.due()).value_or(on));
  const auto occurrences = OccurrencesOf(record, finding, step.programme(), horizon);
  std::vector<std::string> days;
  for (const Occurrence& occurrence : occurrences) {
    days.push_back(occurrence.due.has_value() ? FormatDay(*occurrence.due) : "");
  }
  if (step.due().empty() && days.size() == 1) return days.front();
  if (std::find(days.begin(), days.end(), step.due()) != days.end()) return step.due();
  problems.Add(at + ".due", step.due().empty()
                                ? absl::StrCat("the finding is due on ", days.size(),
                                               " days; the step has to say for which it is")
                                : absl::StrCat("the finding is not due on ", step.due()));
  return std::nullopt;
}

}  // namespace

void CheckFollowUp(const Checked& checked, Faults& problems) {
  std::map<std::tuple<std::string, std::string, std::string>, FollowUpStanding> standings;
  Ids ids;
  for (int i = 0; i < checked.record.follow_up_size(); ++i) {
    const v1::FollowUpStep& step = checked.record.follow_up(i);
    const std::string at = absl::StrCat("follow_up[", i, "]");
    if (!step.id().empty() && !ids.insert(step.id()).second) {
      problems.Add(at + ".id", absl::StrCat("\"", step.id(), "\" is the id of another step"));
    }
    for (int d = 0; d < step.documents_size(); ++d) {
      if (IsSha256(step.documents(d))) continue;
      problems.Add(absl::StrCat(at, ".documents[", d, "]"), "is no SHA-256");
    }
    const v1::Finding* finding = FindFinding(checked.record, step.finding());
    if (finding == nullptr || !IsFollowedUp(*finding)) {
      problems.Add(at + ".finding",
                   absl::StrCat("\"", step.finding(), "\" is no recommendation or condition"));
      continue;
    }
    const auto due = FindDue(checked.record, *finding, step, at, problems);
    if (!due.has_value()) continue;
    FollowUpStanding& standing = standings[{step.finding(), step.programme(), *due}];
    if (const absl::string_view why = RefuseAct(standing, step.act()); !why.empty()) {
      problems.Add(at + ".act", why);
      continue;
    }
    if (step.on() < standing.last_day) {
      problems.Add(at + ".on", absl::StrCat("the step before it is of ", standing.last_day));
    }
    standing.Apply(step);
  }
}

}  // namespace tarazy::accreditation
