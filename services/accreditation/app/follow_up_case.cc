#include "services/accreditation/app/follow_up_case.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/base/error.h"
#include "common/base/faults.h"
#include "common/base/ids.h"
#include "common/base/status_macros.h"
#include "common/record/check.h"
#include "services/accreditation/app/case_events.h"
#include "services/accreditation/app/documents.h"
#include "services/accreditation/app/visible_case.h"
#include "services/accreditation/domain/procedure/check_case.h"
#include "services/accreditation/domain/procedure/follow_up.h"
#include "services/accreditation/domain/procedure/follow_up_news.h"
#include "services/accreditation/domain/procedure/follow_up_step.h"

namespace tarazy::accreditation {
namespace {

absl::Status CheckFollowedUp(const v1::Case& record) {
  if (IsFollowedUp(record)) return absl::OkStatus();
  return FailedPrecondition(Reason::kCaseState,
                            absl::StrCat(record.name(), " is ", v1::CaseState_Name(record.state()),
                                         "; findings are followed up from the day the report "
                                         "stands until the case is closed"));
}

}  // namespace

absl::StatusOr<RecordedEvent> RecordEvent(sql::Tx& tx, const Change& change, v1::Event event) {
  ASSIGN_OR_RETURN(OpenCase open, OpenForChange(tx, change));
  RETURN_IF_ERROR(CheckFollowedUp(open.record));
  if (event.id().empty()) event.set_id(absl::StrCat("e-", RandomHex(6)));
  for (const v1::Event& there : open.record.events()) {
    if (there.id() == event.id()) return AlreadyExists("event", event.id());
  }
  v1::Case after = open.record;
  *after.add_events() = event;
  Faults problems;
  problems.Add(record::CheckRules(event, "event"));
  if (problems.empty()) problems = CheckCase(after, open.framework);
  RETURN_IF_ERROR(problems.ToStatus(absl::StatusCode::kInvalidArgument, Reason::kCaseInvalid,
                                    "the event cannot be taken"));
  RETURN_IF_ERROR(
      SaveAndTell(tx, open.record, after, {change.by.person, change.now, "record event"}));
  RecordedEvent recorded{.event = std::move(event)};
  for (v1::FollowUp& follow_up : FollowUps(after, change.today)) {
    if (follow_up.event() == recorded.event.id()) {
      recorded.occurrences.push_back(std::move(follow_up));
    }
  }
  return recorded;
}

absl::StatusOr<v1::FollowUp> AddStep(sql::Tx& tx, const Change& change, v1::FollowUpStep step) {
  ASSIGN_OR_RETURN(OpenCase open, OpenForChange(tx, change));
  RETURN_IF_ERROR(CheckFollowedUp(open.record));
  Faults problems;
  problems.Add(record::CheckRules(step, "step"));
  RETURN_IF_ERROR(problems.ToStatus(absl::StatusCode::kInvalidArgument, Reason::kInvalidField,
                                    "the step cannot be taken"));
  const std::vector<std::string> proof(step.documents().begin(), step.documents().end());
  RETURN_IF_ERROR(CheckMayName(tx, "step.documents", proof, change.by));
  v1::Case after = open.record;
  RETURN_IF_ERROR(ApplyStep(after, std::move(step), change.by.person, change.today));
  const std::string& made = after.follow_up(after.follow_up_size() - 1).id();
  RETURN_IF_ERROR(SaveAndTell(tx, open.record, after, {change.by.person, change.now, "follow up"}));
  for (v1::FollowUp& follow_up : FollowUps(after, change.today)) {
    for (const v1::FollowUpStep& there : follow_up.steps()) {
      if (there.id() == made) return follow_up;
    }
  }
  return Internal("the step was stored but belongs to nothing");
}

absl::StatusOr<PreviousCase> FollowUpsBefore(sql::Tx& tx, const std::string& id,
                                             const Viewer& viewer, absl::CivilDay today) {
  ASSIGN_OR_RETURN(const v1::Case record, LoadCase(tx, id));
  RETURN_IF_ERROR(CheckSees(record, viewer));
  if (record.previous_case().empty()) {
    return NotFound("previous case", absl::StrCat("the one before ", record.name()));
  }
  ASSIGN_OR_RETURN(const v1::Case previous,
                   LoadCase(tx, absl::StripPrefix(record.previous_case(), "cases/")));
  return PreviousCase{.name = record.previous_case(), .follow_ups = FollowUps(previous, today)};
}

}  // namespace tarazy::accreditation
