// Half-filled ballots under a key that only the respondent has.
#pragma once

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/sql/database.h"

namespace tarazy::surveys {

// Replaces the one before.
absl::Status PutDraft(sql::Tx& tx, absl::string_view campaign, absl::string_view voucher_digest,
                      absl::string_view sealed);

// Nothing when there is none.
absl::StatusOr<std::optional<std::string>> LoadDraft(sql::Tx& tx, absl::string_view campaign,
                                                     absl::string_view voucher_digest);

}  // namespace tarazy::surveys
