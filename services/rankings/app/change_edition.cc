#include "services/rankings/app/change_edition.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "services/rankings/app/verify_edition.h"
#include "services/rankings/store/ranking_store.h"

namespace tarazy::rankings {
namespace {

constexpr size_t kMaxErratum = 10'000;

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

absl::Status SupersedePublished(sql::Tx& tx, const std::string& ranking) {
  ASSIGN_OR_RETURN(const Ranking cycle, LoadRanking(tx, ranking));
  if (cycle.published_edition == 0) return absl::OkStatus();
  ASSIGN_OR_RETURN(Edition before, LoadEdition(tx, ranking, cycle.published_edition));
  before.state = EditionState::kSuperseded;
  return UpdateEditionState(tx, before);
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
  if (edition.state != EditionState::kDraft) return absl::OkStatus();
  ASSIGN_OR_RETURN(const Verification verification,
                   VerifyEdition(database, context, edition, threads));
  if (verification.verified()) return absl::OkStatus();
  return FailedPrecondition(Reason::kEvidenceMismatch,
                            absl::StrCat("what is stored no longer gives this edition (",
                                         verification.differences.front(), "); compute a new one"));
}

absl::StatusOr<Edition> Publish(sql::Tx& tx, const PublishEdition& request) {
  ASSIGN_OR_RETURN(Edition edition, LoadForChange(tx, request.id, request.etag));
  if (edition.state != EditionState::kDraft) {
    return WrongState(edition, "only a draft can be published; compute a new edition");
  }
  if (request.embargo_until.has_value() && *request.embargo_until <= request.now) {
    return InvalidField("embargo_time", "lies in the past; leave it out to publish at once");
  }
  RETURN_IF_ERROR(SupersedePublished(tx, request.id.ranking));
  edition.state = EditionState::kPublished;
  edition.published = request.now;
  edition.embargo_until = request.embargo_until;
  RETURN_IF_ERROR(UpdateEditionState(tx, edition));
  RETURN_IF_ERROR(SetPublishedEdition(tx, request.id.ranking, request.id.number));
  return edition;
}

absl::StatusOr<Edition> Withdraw(sql::Tx& tx, const WithdrawEdition& request) {
  if (request.erratum.empty()) {
    return InvalidField("erratum", "say what was wrong; the public reads it");
  }
  if (request.erratum.size() > kMaxErratum || !IsValidUtf8(request.erratum) ||
      absl::StrContains(request.erratum, '\0')) {
    return InvalidField("erratum", "must be UTF-8 of at most 10,000 bytes without NUL");
  }
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
  return edition;
}

absl::Status CheckVisible(const Edition& edition, bool staff, absl::Time now) {
  if (staff) return absl::OkStatus();
  const std::string name = EditionName(edition.ranking, edition.number);
  if (edition.state == EditionState::kDraft) return NotFound("edition", name);
  if (edition.embargo_until.has_value() && now < *edition.embargo_until) {
    const std::string until =
        absl::FormatTime("%Y-%m-%dT%H:%M:%SZ", *edition.embargo_until, absl::UTCTimeZone());
    return FailedPrecondition(Reason::kEmbargoed, absl::StrCat(name, " is shown from ", until),
                              {{"embargo_time", until}});
  }
  return absl::OkStatus();
}

}  // namespace tarazy::rankings
