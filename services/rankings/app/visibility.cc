#include "services/rankings/app/visibility.h"

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "services/rankings/store/workflow_store.h"

namespace tarazy::rankings {
namespace {

bool SeesOwnOnly(const Edition& edition, const Viewer& viewer) {
  return edition.state == EditionState::kPreliminary && !viewer.staff;
}

absl::Status OwnOnly(const Edition& edition) {
  return FailedPrecondition(
      Reason::kEditionState,
      absl::StrCat(EditionName(edition.ranking, edition.number),
                   " is preliminary: until it is published an institution sees the scores and the "
                   "explanation of its own result only"),
      {{"state", std::string(EditionStateName(edition.state))}});
}

}  // namespace

absl::Status CheckVisible(const Edition& edition, const Viewer& viewer, absl::Time now) {
  if (viewer.staff) return absl::OkStatus();
  const std::string name = EditionName(edition.ranking, edition.number);
  const bool preliminary = edition.state == EditionState::kPreliminary;
  // Withdrawn before anybody could see it.
  const bool never_shown = edition.withdrawn.has_value() && edition.embargo_until.has_value() &&
                           *edition.withdrawn < *edition.embargo_until;
  if (edition.state == EditionState::kDraft || never_shown ||
      (preliminary && viewer.institution.empty())) {
    return NotFound("edition", name);
  }
  if (edition.embargo_until.has_value() && now < *edition.embargo_until) {
    const std::string until = IsoTime(*edition.embargo_until);
    return FailedPrecondition(Reason::kEmbargoed, absl::StrCat(name, " is shown from ", until),
                              {{"embargo_time", until}});
  }
  return absl::OkStatus();
}

absl::Status CheckTableVisible(const Edition& edition, const Viewer& viewer, absl::Time now) {
  RETURN_IF_ERROR(CheckVisible(edition, viewer, now));
  return SeesOwnOnly(edition, viewer) ? OwnOnly(edition) : absl::OkStatus();
}

absl::Status CheckUnitVisible(sql::Tx& tx, const Edition& edition, absl::string_view unit,
                              const Viewer& viewer, absl::Time now) {
  RETURN_IF_ERROR(CheckVisible(edition, viewer, now));
  if (!SeesOwnOnly(edition, viewer)) return absl::OkStatus();
  const absl::StatusOr<RankedUnit> ranked = LoadRankedUnit(tx, edition.ranking, unit);
  if (ranked.ok() && ranked->institution == viewer.institution) return absl::OkStatus();
  // The same answer for foreign and for unknown units.
  return ranked.ok() || absl::IsNotFound(ranked.status()) ? OwnOnly(edition) : ranked.status();
}

}  // namespace tarazy::rankings
