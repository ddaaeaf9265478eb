#include "services/accreditation/domain/procedure/follow_up_news.h"

#include <set>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "services/accreditation/domain/procedure/deadlines.h"
#include "services/accreditation/domain/procedure/follow_up.h"
#include "services/accreditation/domain/record/dates.h"

namespace tarazy::accreditation {
namespace {

constexpr int kMonthsAhead = 24;

using Key = std::pair<std::string, std::string>;  // finding, programme

struct Standing {
  DueDays open;          // dated and not verified
  bool verified = true;  // all of it
};

std::string NameOf(const v1::Case& record, const v1::FollowUp& follow_up, bool recurs) {
  std::string name = absl::StrCat("cases/", record.id(), "/findings/", follow_up.finding());
  if (!follow_up.programme().empty()) {
    absl::StrAppend(&name, "/programmes/", absl::AsciiStrToLower(follow_up.programme()));
  }
  if (!follow_up.event().empty()) absl::StrAppend(&name, "/events/", follow_up.event());
  if (recurs) absl::StrAppend(&name, "/days/", follow_up.due());
  return name;
}

std::set<std::string> Recurring(const v1::Case& record) {
  std::set<std::string> ids;
  for (const v1::Finding& finding : record.findings()) {
    if (finding.deadline().due_case() == v1::Deadline::kRecurring) ids.insert(finding.id());
  }
  return ids;
}

std::map<Key, Standing> StandingsOf(const v1::Case& record, absl::CivilDay day) {
  std::map<Key, Standing> standings;
  if (!IsFollowedUp(record)) return standings;
  const std::set<std::string> recurring = Recurring(record);
  for (const v1::FollowUp& follow_up : FollowUps(record, AddMonths(day, kMonthsAhead))) {
    Standing& standing = standings[{follow_up.finding(), follow_up.programme()}];
    if (follow_up.state() == v1::FOLLOW_UP_STATE_VERIFIED) continue;
    standing.verified = false;
    if (follow_up.due().empty()) continue;
    standing.open[NameOf(record, follow_up, recurring.contains(follow_up.finding()))] =
        follow_up.due();
  }
  return standings;
}

std::map<Key, std::vector<v1::FollowUpStep>> StepsSince(const v1::Case& before,
                                                        const v1::Case& after) {
  std::set<std::string> known;
  for (const v1::FollowUpStep& step : before.follow_up()) known.insert(step.id());
  std::map<Key, std::vector<v1::FollowUpStep>> steps;
  for (const v1::FollowUpStep& step : after.follow_up()) {
    if (!known.contains(step.id())) steps[{step.finding(), step.programme()}].push_back(step);
  }
  return steps;
}

// The finding as it is, or as it was when it is there no more.
v1::Finding FindingOf(const v1::Case& before, const v1::Case& after, const std::string& id) {
  for (const v1::Case* record : {&after, &before}) {
    for (const v1::Finding& finding : record->findings()) {
      if (finding.id() == id) return finding;
    }
  }
  return {};
}

// Those of the case as it is, in its order, then those that are gone.
std::vector<Key> KeysOf(const v1::Case& after, absl::CivilDay day,
                        const std::map<Key, Standing>& had) {
  std::vector<Key> keys;
  std::set<Key> seen;
  if (IsFollowedUp(after)) {
    for (const v1::FollowUp& follow_up : FollowUps(after, day)) {
      Key key{follow_up.finding(), follow_up.programme()};
      if (seen.insert(key).second) keys.push_back(std::move(key));
    }
  }
  for (const auto& [key, unused] : had) {
    if (seen.insert(key).second) keys.push_back(key);
  }
  return keys;
}

}  // namespace

bool IsFollowedUp(const v1::Case& record) {
  return record.state() >= v1::CASE_STATE_FINALISED && record.state() != v1::CASE_STATE_WITHDRAWN &&
         record.state() != v1::CASE_STATE_CLOSED;
}

std::vector<FollowUpNews> CompareFollowUps(const v1::Case& before, absl::CivilDay before_day,
                                           const v1::Case& after, absl::CivilDay day) {
  const std::map<Key, Standing> had = StandingsOf(before, before_day);
  const std::map<Key, Standing> has = StandingsOf(after, day);
  auto steps = StepsSince(before, after);
  std::vector<FollowUpNews> news;
  for (const Key& key : KeysOf(after, day, had)) {
    const auto was = had.find(key), is = has.find(key);
    FollowUpNews one{.finding = FindingOf(before, after, key.first), .programme = key.second};
    if (was != had.end()) one.before = was->second.open;
    if (is != has.end()) one.after = is->second.open;
    if (was == had.end()) {
      if (is->second.verified) continue;
      one.kind = FollowUpNews::kOpened;
    } else if (is == has.end()) {
      one.kind = IsFollowedUp(after) ? FollowUpNews::kDropped : FollowUpNews::kClosed;
    } else {
      one.steps = std::move(steps[key]);
      if (one.steps.empty() && one.before == one.after) continue;
    }
    news.push_back(std::move(one));
  }
  return news;
}

std::string NameOfDue(const v1::Case& record, const v1::Finding& finding,
                      const v1::FollowUpStep& step, absl::CivilDay day) {
  v1::FollowUp about;
  about.set_finding(step.finding());
  about.set_programme(step.programme());
  about.set_due(step.due());
  for (const Occurrence& occurrence :
       OccurrencesOf(record, finding, step.programme(), AddMonths(day, kMonthsAhead))) {
    if (occurrence.due.has_value() && FormatDay(*occurrence.due) == step.due()) {
      about.set_event(occurrence.event);
    }
  }
  return NameOf(record, about, finding.deadline().due_case() == v1::Deadline::kRecurring);
}

}  // namespace tarazy::accreditation
