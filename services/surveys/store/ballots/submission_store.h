// Ballots as they come in: a spent voucher and a sealed ballot, between which nothing but one
// transaction is common.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "common/sql/database.h"

namespace tarazy::surveys {

struct Submission {
  std::string campaign;           // the bare id
  std::string stratum;            // whose key the voucher verified with
  std::string voucher_digest;     // 32 bytes
  std::string submission_digest;  // 32 bytes; tells a repeat from another submission
  std::string sealed;             // the ballot; nobody but the box can read it
};

enum class SubmissionOutcome {
  kKept,
  kRepeated,   // the same was kept before
  kSpent,      // another submission used the voucher
  kClosed,     // the box takes nothing, or is not there
  kQuotaFull,  // counted as refused
};

// Takes a group of submissions, which are of any campaigns, in their order; gives an outcome for
// each. Only in a Write that began with AwaitTurn. `engine` is the database's.
absl::StatusOr<std::vector<SubmissionOutcome>> TakeSubmissions(
    sql::Tx& tx, absl::string_view engine, absl::Span<const Submission* const> submissions);

// The digest of the submission that used the voucher; nothing when it is unspent.
absl::StatusOr<std::optional<std::string>> SpentAs(sql::Tx& tx, absl::string_view campaign,
                                                   absl::string_view voucher_digest);

}  // namespace tarazy::surveys
