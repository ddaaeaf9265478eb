// Computes an edition again from what is stored and compares every bit.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/base/context.h"
#include "common/sql/database.h"
#include "services/rankings/store/edition_store.h"

namespace tarazy::rankings {

struct Verification {
  std::string recorded_digest;
  std::string computed_digest;
  std::vector<std::string> differences;  // sentences, at most 100

  bool verified() const { return differences.empty(); }
};

// Reads, computes and reads again, so that no transaction lasts as long as the computation; what it
// reads is never changed by the programs. Errors: only those of the database.
absl::StatusOr<Verification> VerifyEdition(sql::Database& database, const Context& context,
                                           const Edition& edition, int threads);

}  // namespace tarazy::rankings
