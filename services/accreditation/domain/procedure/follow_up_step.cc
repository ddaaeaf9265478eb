#include "services/accreditation/domain/procedure/follow_up_step.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "services/accreditation/domain/procedure/deadlines.h"
#include "services/accreditation/domain/procedure/follow_up_acts.h"
#include "services/accreditation/domain/record/dates.h"
#include "services/accreditation/domain/record/programmes.h"

namespace tarazy::accreditation {
namespace {

absl::Status Wrong(absl::string_view field, const std::string& description) {
  return InvalidArgument(Reason::kCaseInvalid, description,
                         {{absl::StrCat("step.", field), description}});
}

absl::Status Not(absl::string_view why) {
  return FailedPrecondition(Reason::kCaseState, absl::StrCat("the step is not possible: ", why));
}

absl::Status CheckWords(const v1::FollowUpStep& step) {
  const bool silent = step.text().empty();
  switch (step.act()) {
    case v1::FOLLOW_UP_ACT_PLAN:
      return silent ? Wrong("text", "a plan says what will be done") : absl::OkStatus();
    case v1::FOLLOW_UP_ACT_EVIDENCE:
      return silent && step.documents().empty()
                 ? Wrong("documents", "evidence is a document, or says what was done")
                 : absl::OkStatus();
    case v1::FOLLOW_UP_ACT_RETURN:
      return silent ? Wrong("text", "a return says what is missing") : absl::OkStatus();
    case v1::FOLLOW_UP_ACT_VERIFY:
      return absl::OkStatus();
    default:
      return Wrong("act", "is one of plan, evidence, verify and return");
  }
}

// Fills in the due day of the occurrence that the step is about.
absl::Status FindOccurrence(const v1::Case& record, const v1::Finding& finding,
                            absl::CivilDay today, v1::FollowUpStep& step) {
  const auto applies = AppliesTo(record, finding.programmes());
  if (std::find(applies.begin(), applies.end(), step.programme()) == applies.end()) {
    return Wrong("programme", absl::StrCat("the finding ", finding.id(), " does not apply to \"",
                                           step.programme(), "\""));
  }
  // A recurring deadline may be met long before it is the next one.
  const absl::CivilDay horizon = std::max(today, ParseDay(step.due()).value_or(today));
  const auto occurrences = OccurrencesOf(record, finding, step.programme(), horizon);
  const bool dated = finding.deadline().due_case() != v1::Deadline::DUE_NOT_SET;
  if (dated && !occurrences.front().due.has_value()) {
    return Not("nothing is due before the event that the deadline hangs on is recorded");
  }
  if (step.due().empty()) {
    if (occurrences.size() > 1) {
      return Wrong("due", absl::StrCat("the finding is due on ", occurrences.size(),
                                       " days; the step says for which it is"));
    }
    if (occurrences.front().due.has_value()) {
      step.set_due(FormatDay(*occurrences.front().due));
    }
    return absl::OkStatus();
  }
  const bool known =
      std::any_of(occurrences.begin(), occurrences.end(), [&](const Occurrence& occurrence) {
        return occurrence.due.has_value() && FormatDay(*occurrence.due) == step.due();
      });
  return known ? absl::OkStatus()
               : Wrong("due", absl::StrCat("the finding is not due on ", step.due()));
}

// What was done about the same finding, programme and day before. Steps of a record of the past
// need not say the day when there is only one.
FollowUpStanding StandingBefore(const v1::Case& record, const v1::FollowUpStep& step) {
  FollowUpStanding standing;
  for (const v1::FollowUpStep& before : record.follow_up()) {
    if (before.finding() == step.finding() && before.programme() == step.programme() &&
        (before.due() == step.due() || before.due().empty())) {
      standing.Apply(before);
    }
  }
  return standing;
}

std::string FreshId(const v1::Case& record) {
  for (int number = record.follow_up_size() + 1;; ++number) {
    std::string id = absl::StrCat("step-", number);
    const bool taken = std::any_of(record.follow_up().begin(), record.follow_up().end(),
                                   [&](const v1::FollowUpStep& step) { return step.id() == id; });
    if (!taken) return id;
  }
}

}  // namespace

absl::Status ApplyStep(v1::Case& record, v1::FollowUpStep step, absl::string_view by,
                       absl::CivilDay today) {
  const auto finding =
      std::find_if(record.findings().begin(), record.findings().end(),
                   [&](const v1::Finding& given) { return given.id() == step.finding(); });
  if (finding == record.findings().end() || !IsFollowedUp(*finding)) {
    return Wrong("finding", absl::StrCat("\"", step.finding(),
                                         "\" is no recommendation or condition of the case"));
  }
  RETURN_IF_ERROR(CheckWords(step));
  RETURN_IF_ERROR(FindOccurrence(record, *finding, today, step));
  if (step.on().empty()) step.set_on(FormatDay(today));
  const FollowUpStanding standing = StandingBefore(record, step);
  if (step.on() > FormatDay(today)) {
    return Wrong("on", absl::StrCat(step.on(), " has not come yet"));
  }
  if (step.on() < standing.last_day) {
    return Wrong("on", absl::StrCat("the step before it is of ", standing.last_day));
  }
  if (const absl::string_view why = RefuseAct(standing, step.act()); !why.empty()) return Not(why);
  if (step.act() == v1::FOLLOW_UP_ACT_VERIFY && standing.submitters.count(std::string(by)) > 0) {
    return MakeError(absl::StatusCode::kPermissionDenied, Reason::kSecondPersonNeeded,
                     "who submitted the evidence does not verify it");
  }
  step.set_id(FreshId(record));
  step.set_by(std::string(by));
  *record.add_follow_up() = std::move(step);
  return absl::OkStatus();
}

}  // namespace tarazy::accreditation
