#include "services/rankings/app/objections.h"

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "services/rankings/app/evidence.h"
#include "services/rankings/app/ranking_events.h"
#include "services/rankings/app/statement.h"
#include "services/rankings/store/workflow_store.h"

namespace tarazy::rankings {
namespace {

constexpr size_t kMaxEvidence = 1000;  // bytes

absl::Status CheckWindow(const Edition& edition, absl::Time now) {
  const std::string name = EditionName(edition.ranking, edition.number);
  if (edition.state != EditionState::kPreliminary) {
    return FailedPrecondition(Reason::kObjectionWindow,
                              absl::StrCat(name, " is ", EditionStateName(edition.state),
                                           "; objections are to preliminary editions"));
  }
  if (now < edition.objections_until) return absl::OkStatus();
  return FailedPrecondition(Reason::kObjectionWindow,
                            absl::StrCat("objections to ", name, " were taken until ",
                                         IsoTime(*edition.objections_until)));
}

}  // namespace

absl::StatusOr<Objection> Object(sql::Tx& tx, const NewObjection& request) {
  RETURN_IF_ERROR(CheckStatement("reason", request.reason, "say what is wrong with the result"));
  RETURN_IF_ERROR(CheckText("evidence", request.evidence, kMaxEvidence));
  RETURN_IF_ERROR(CheckEvidence(tx, {request.evidence}, request.own_institution));
  ASSIGN_OR_RETURN(const Edition edition,
                   LoadEdition(tx, request.edition.ranking, request.edition.number));
  ASSIGN_OR_RETURN(const RankedUnit unit, LoadRankedUnit(tx, edition.ranking, request.unit));
  if (!request.own_institution.empty() && unit.institution != request.own_institution) {
    return NotFound("unit", absl::StrCat(request.unit, " of your institution"));
  }
  RETURN_IF_ERROR(LoadUnit(tx, edition, request.unit).status());
  RETURN_IF_ERROR(CheckWindow(edition, request.now));
  Objection objection{.ranking = edition.ranking,
                      .edition = edition.number,
                      .unit = unit.id,
                      .institution = unit.institution,
                      .reason = request.reason,
                      .evidence = request.evidence,
                      .created_by = request.by.name,
                      .created = request.now};
  RETURN_IF_ERROR(InsertObjection(tx, objection));
  RETURN_IF_ERROR(TellObjection(tx, objection, request.now));
  return objection;
}

absl::StatusOr<Objection> Resolve(sql::Tx& tx, const ResolveObjection& request) {
  if (request.state == ObjectionState::kOpen) {
    return InvalidField("state", "must be OBJECTION_STATE_UPHELD or OBJECTION_STATE_DISMISSED");
  }
  RETURN_IF_ERROR(CheckStatement("reason", request.reason, "say why; the institution reads it"));
  ASSIGN_OR_RETURN(Objection objection, LoadObjection(tx, request.edition.ranking,
                                                      request.edition.number, request.ordinal));
  if (!objection.institution.empty() && request.by.institution == objection.institution) {
    return MakeError(absl::StatusCode::kPermissionDenied, Reason::kConflictOfInterest,
                     absl::StrCat("your token belongs to institutions/", objection.institution,
                                  "; somebody else judges its objections"));
  }
  if (objection.state != ObjectionState::kOpen) {
    return FailedPrecondition(Reason::kObjectionWindow, "this objection has ended already");
  }
  objection.state = request.state;
  objection.resolution = request.reason;
  objection.resolved_by = request.by.name;
  objection.resolved = request.now;
  RETURN_IF_ERROR(UpdateObjection(tx, objection));
  RETURN_IF_ERROR(TellResolution(tx, objection, request.now));
  return objection;
}

}  // namespace tarazy::rankings
