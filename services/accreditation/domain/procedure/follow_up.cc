#include "services/accreditation/domain/procedure/follow_up.h"

#include <string>

#include "services/accreditation/domain/procedure/deadlines.h"
#include "services/accreditation/domain/procedure/follow_up_acts.h"
#include "services/accreditation/domain/record/dates.h"
#include "services/accreditation/domain/record/programmes.h"

namespace tarazy::accreditation {
namespace {

v1::FollowUpState StateOf(const FollowUpStanding& standing, const v1::Finding& finding,
                          const Occurrence& occurrence, absl::CivilDay today) {
  if (standing.verified) return v1::FOLLOW_UP_STATE_VERIFIED;
  if (occurrence.due.has_value() && *occurrence.due < today) return v1::FOLLOW_UP_STATE_OVERDUE;
  const bool dated = finding.deadline().due_case() != v1::Deadline::DUE_NOT_SET;
  if (dated && !occurrence.due.has_value()) return v1::FOLLOW_UP_STATE_WAITING;
  if (standing.evidence) return v1::FOLLOW_UP_STATE_EVIDENCE;
  return standing.planned ? v1::FOLLOW_UP_STATE_PLANNED : v1::FOLLOW_UP_STATE_OPEN;
}

// A step without a day belongs to the only occurrence.
bool BelongsTo(const v1::FollowUpStep& step, const v1::FollowUp& follow_up, bool only) {
  return step.finding() == follow_up.finding() && step.programme() == follow_up.programme() &&
         (step.due() == follow_up.due() || (step.due().empty() && only));
}

v1::FollowUp Describe(const v1::Case& record, const v1::Finding& finding,
                      const std::string& programme, const Occurrence& occurrence, bool only,
                      absl::CivilDay today) {
  v1::FollowUp follow_up;
  follow_up.set_finding(finding.id());
  follow_up.set_programme(programme);
  follow_up.set_event(occurrence.event);
  follow_up.set_kind(finding.kind());
  follow_up.set_standard(finding.standard());
  if (occurrence.due.has_value()) {
    follow_up.set_due(FormatDay(*occurrence.due));
    follow_up.set_days_left(static_cast<int>(*occurrence.due - today));
  }
  FollowUpStanding standing;
  const std::string now = FormatDay(today);
  for (const v1::FollowUpStep& step : record.follow_up()) {
    if (!BelongsTo(step, follow_up, only) || step.on() > now) continue;
    *follow_up.add_steps() = step;
    standing.Apply(step);
  }
  follow_up.set_state(StateOf(standing, finding, occurrence, today));
  return follow_up;
}

}  // namespace

std::vector<v1::FollowUp> FollowUps(const v1::Case& record, absl::CivilDay today,
                                    std::optional<absl::CivilDay> accredited_until) {
  std::vector<v1::FollowUp> all;
  for (const v1::Finding& finding : record.findings()) {
    if (!IsFollowedUp(finding)) continue;
    for (const std::string& programme : AppliesTo(record, finding.programmes())) {
      const auto occurrences = OccurrencesOf(record, finding, programme, today, accredited_until);
      for (const Occurrence& occurrence : occurrences) {
        all.push_back(
            Describe(record, finding, programme, occurrence, occurrences.size() == 1, today));
      }
    }
  }
  return all;
}

Progress ProgressOf(absl::Span<const v1::FollowUp> follow_ups) {
  Progress progress;
  for (const v1::FollowUp& follow_up : follow_ups) {
    ++(follow_up.state() == v1::FOLLOW_UP_STATE_VERIFIED ? progress.verified : progress.open);
  }
  return progress;
}

}  // namespace tarazy::accreditation
