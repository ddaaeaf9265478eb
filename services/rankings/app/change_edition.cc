#include "services/rankings/app/change_edition.h"

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "services/rankings/app/ranking_events.h"
#include "services/rankings/app/statement.h"
#include "services/rankings/app/verify_edition.h"
#include "services/rankings/store/objection_store.h"
#include "services/rankings/store/ranking_store.h"

namespace tarazy::rankings {
namespace {

absl::Status WrongState(const Edition& edition, absl::string_view what_to_do) {
  return FailedPrecondition(Reason::kEditionState,
                            absl::StrCat(EditionName(edition.ranking, edition.number), " is ",
                                         EditionStateName(edition.state), "; ", what_to_do),
                            {{"state", std::string(EditionStateName(edition.state))}});
}

absl::StatusOr<Edition> LoadForChange(sql::Tx& tx, const EditionId& id, const std::string& etag) {
  ASSIGN_OR_RETURN(Edition edition, LoadEdition(tx, id.ranking, id.number));
  if (!etag.empty() && etag != EtagOf(edition)) {
    return StaleEtag(EditionName(id.ranking, id.number), EtagOf(edition));
  }
  return edition;
}

std::string Plural(int count, absl::string_view what) {
  return absl::StrCat(count, " objection", count == 1 ? " was " : "s were ", what);
}

// Nothing that was objected to is published, nor anything while institutions may still object.
absl::Status CheckObjections(sql::Tx& tx, const Edition& edition, absl::Time now) {
  std::string why;
  if (now < edition.objections_until.value_or(absl::InfinitePast())) {
    why = absl::StrCat("objections are taken until ", IsoTime(*edition.objections_until));
  }
  ASSIGN_OR_RETURN(const int open,
                   CountObjections(tx, edition.ranking, edition.number, ObjectionState::kOpen));
  ASSIGN_OR_RETURN(const int upheld,
                   CountObjections(tx, edition.ranking, edition.number, ObjectionState::kUpheld));
  if (why.empty() && open > 0) why = absl::StrCat(Plural(open, "not resolved"), " yet");
  if (why.empty() && upheld > 0) {
    why = absl::StrCat(Plural(upheld, "upheld"), "; correct the values and compute a new edition");
  }
  if (why.empty()) return absl::OkStatus();
  return FailedPrecondition(
      Reason::kObjectionsStand,
      absl::StrCat(EditionName(edition.ranking, edition.number), " cannot be published: ", why));
}

// Gives the number of the one that was published; 0: none.
absl::StatusOr<int> SupersedePublished(sql::Tx& tx, const std::string& ranking) {
  ASSIGN_OR_RETURN(const Ranking cycle, LoadRanking(tx, ranking));
  if (cycle.published_edition == 0) return 0;
  ASSIGN_OR_RETURN(Edition before, LoadEdition(tx, ranking, cycle.published_edition));
  before.state = EditionState::kSuperseded;
  RETURN_IF_ERROR(UpdateEditionState(tx, before));
  return before.number;
}

}  // namespace

std::string EtagOf(const Edition& edition) { return absl::StrCat("v", edition.version); }

absl::Status CheckPublishable(sql::Database& database, const Context& context, const EditionId& id,
                              int threads) {
  Edition edition;
  RETURN_IF_ERROR(database.Read(context, [&](sql::Tx& tx) -> absl::Status {
    ASSIGN_OR_RETURN(edition, LoadEdition(tx, id.ranking, id.number));
    return absl::OkStatus();
  }));
  if (edition.state != EditionState::kDraft && edition.state != EditionState::kPreliminary) {
    return absl::OkStatus();
  }
  ASSIGN_OR_RETURN(const Verification verification,
                   VerifyEdition(database, context, edition, threads));
  if (verification.verified()) return absl::OkStatus();
  return FailedPrecondition(Reason::kEvidenceMismatch,
                            absl::StrCat("what is stored no longer gives this edition (",
                                         verification.differences.front(), "); compute a new one"));
}

absl::StatusOr<Edition> Publish(sql::Tx& tx, const PublishEdition& request) {
  ASSIGN_OR_RETURN(Edition edition, LoadForChange(tx, request.id, request.etag));
  if (edition.state != EditionState::kDraft && edition.state != EditionState::kPreliminary) {
    return WrongState(edition, "only a draft can be published; compute a new edition");
  }
  if (request.second_person &&
      RefusePublication(request.by.actor(), edition.computed_by) == Refusal::kSecondPerson) {
    return MakeError(absl::StatusCode::kPermissionDenied, Reason::kSecondPersonNeeded,
                     "who computed an edition does not publish it; ask a colleague to");
  }
  RETURN_IF_ERROR(CheckObjections(tx, edition, request.now));
  if (request.embargo_until.has_value() && *request.embargo_until <= request.now) {
    return InvalidField("embargo_time", "lies in the past; leave it out to publish at once");
  }
  ASSIGN_OR_RETURN(const int superseded, SupersedePublished(tx, request.id.ranking));
  edition.state = EditionState::kPublished;
  edition.published = request.now;
  edition.embargo_until = request.embargo_until;
  edition.published_by = request.by.name;
  RETURN_IF_ERROR(UpdateEditionState(tx, edition));
  RETURN_IF_ERROR(SetPublishedEdition(tx, request.id.ranking, request.id.number));
  RETURN_IF_ERROR(TellPublished(tx, edition, superseded, request.now));
  return edition;
}

absl::StatusOr<Edition> Withdraw(sql::Tx& tx, const WithdrawEdition& request) {
  RETURN_IF_ERROR(
      CheckStatement("erratum", request.erratum, "say what was wrong; the public reads it"));
  ASSIGN_OR_RETURN(Edition edition, LoadForChange(tx, request.id, request.etag));
  const bool was_published = edition.state == EditionState::kPublished;
  if (!was_published && edition.state != EditionState::kSuperseded) {
    return WrongState(edition, "only what was published can be withdrawn");
  }
  edition.state = EditionState::kWithdrawn;
  edition.erratum = request.erratum;
  edition.withdrawn = request.now;
  RETURN_IF_ERROR(UpdateEditionState(tx, edition));
  if (was_published) RETURN_IF_ERROR(SetPublishedEdition(tx, request.id.ranking, 0));
  RETURN_IF_ERROR(TellWithdrawn(tx, edition, was_published, request.now));
  return edition;
}

absl::StatusOr<Edition> Release(sql::Tx& tx, const ReleasePreliminary& request) {
  ASSIGN_OR_RETURN(Edition edition, LoadForChange(tx, request.id, request.etag));
  if (edition.state != EditionState::kDraft) {
    return WrongState(edition, "only a draft can be released for objections");
  }
  if (request.objections_until <= request.now) {
    return InvalidField("objections_until_time",
                        "lies in the past; give institutions time to look and to object");
  }
  ASSIGN_OR_RETURN(const int other, PreliminaryEdition(tx, request.id.ranking));
  if (other != 0) {
    ASSIGN_OR_RETURN(Edition before, LoadEdition(tx, request.id.ranking, other));
    before.state = EditionState::kDraft;
    RETURN_IF_ERROR(UpdateEditionState(tx, before));
  }
  edition.state = EditionState::kPreliminary;
  edition.objections_until = request.objections_until;
  RETURN_IF_ERROR(UpdateEditionState(tx, edition));
  RETURN_IF_ERROR(TellPreliminary(tx, edition, other, request.now));
  return edition;
}

}  // namespace tarazy::rankings
