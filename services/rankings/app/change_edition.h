// The steps that an edition's state can take.
#pragma once

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/sql/database.h"
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
  absl::Time now;
};

// What is stored of a draft must still give its digest: to be asked before Publish, outside its
// transaction. OK for editions in other states, which Publish refuses. Errors: NOT_FOUND,
// FAILED_PRECONDITION EVIDENCE_MISMATCH.
absl::Status CheckPublishable(sql::Database& database, const Context& context, const EditionId& id,
                              int threads);

// A draft becomes the ranking's result, the one before is superseded. Errors: NOT_FOUND, ABORTED
// (etag), FAILED_PRECONDITION EDITION_STATE, INVALID_ARGUMENT (an embargo in the past).
absl::StatusOr<Edition> Publish(sql::Tx& tx, const PublishEdition& request);

struct WithdrawEdition {
  EditionId id;
  std::string etag;
  std::string erratum;
  absl::Time now;
};

// A published or superseded edition is taken back. Errors: as above, INVALID_ARGUMENT (no erratum).
absl::StatusOr<Edition> Withdraw(sql::Tx& tx, const WithdrawEdition& request);

// Drafts are the agency's alone; what is published shows after its embargo.
// Errors: NOT_FOUND for a draft (it does not exist for others), FAILED_PRECONDITION EMBARGOED.
absl::Status CheckVisible(const Edition& edition, bool staff, absl::Time now);

}  // namespace tarazy::rankings
