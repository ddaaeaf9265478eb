// Whose affairs a caller may see to.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/rpc/call.h"
#include "common/sql/database.h"

namespace tarazy::notifications {

// The id of a recipient that the caller may act for: "recipients/me" is the one that his token
// belongs to; administrators and methodologists may act for all. NOT_FOUND for anybody else's:
// nobody learns who there is. `field` is named when the name is none.
absl::StatusOr<std::string> OwnRecipient(sql::Tx& tx, const rpc::Call& call,
                                         absl::string_view field, absl::string_view name);

}  // namespace tarazy::notifications
