// Released ballots, each whole and without anything about who sent it.
#pragma once

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "common/sql/database.h"

namespace tarazy::surveys {

// Calls `each` for each released ballot of a stratum, or of all of them when `stratum` is empty
// (never of kTrials), in the order of strata and random ids. The bytes are what
// domain/form/coded_ballot.h packs, with this change: of text questions a record says only whether
// they were asked, as missing, so that no comment is told to be of a certain record. An error from
// `each` stops and is returned.
absl::Status ForEachRecord(
    sql::Tx& tx, absl::string_view campaign, absl::string_view stratum,
    absl::FunctionRef<absl::Status(absl::string_view stratum, absl::string_view packed)> each);

}  // namespace tarazy::surveys
