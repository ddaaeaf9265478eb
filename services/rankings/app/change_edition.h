// The steps that an edition's state can take.
#pragma once

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/sql/database.h"
#include "services/rankings/app/person.h"
#include "services/rankings/store/edition_store.h"

namespace tarazy::rankings {

struct EditionId {
  std::string ranking;
  int number = 0;
};

// "v3" for version 3.
std::string EtagOf(const Edition& edition);

struct PublishEdition {
  EditionId id;
  std::string etag;  // empty: whatever is there
  std::optional<absl::Time> embargo_until;
  Person by;
  bool second_person = true;  // who computed it may not publish it
  absl::Time now;
};

// What is stored of a draft must still give its digest: to be asked before Publish, outside its
// transaction. OK for editions in other states, which Publish refuses. Errors: NOT_FOUND,
// FAILED_PRECONDITION EVIDENCE_MISMATCH.
absl::Status CheckPublishable(sql::Database& database, const Context& context, const EditionId& id,
                              int threads);

// A draft, or a preliminary edition whose window has closed without objections that stand, becomes
// the ranking's result; the one before is superseded. Errors: NOT_FOUND, ABORTED (etag),
// FAILED_PRECONDITION EDITION_STATE or OBJECTIONS_STAND, PERMISSION_DENIED SECOND_PERSON_NEEDED,
// INVALID_ARGUMENT (an embargo in the past).
absl::StatusOr<Edition> Publish(sql::Tx& tx, const PublishEdition& request);

struct WithdrawEdition {
  EditionId id;
  std::string etag;
  std::string erratum;
  absl::Time now;
};

// A published or superseded edition is taken back. Errors: as above, INVALID_ARGUMENT (no erratum).
absl::StatusOr<Edition> Withdraw(sql::Tx& tx, const WithdrawEdition& request);

struct ReleasePreliminary {
  EditionId id;
  std::string etag;
  absl::Time objections_until;
  absl::Time now;
};

// A draft is shown to its institutions; another preliminary edition of the ranking becomes a draft
// again. Errors: as Publish, INVALID_ARGUMENT (a window that ends in the past).
absl::StatusOr<Edition> Release(sql::Tx& tx, const ReleasePreliminary& request);

}  // namespace tarazy::rankings
