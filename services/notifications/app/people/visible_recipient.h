// Whose things a caller may see and do.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/sql/database.h"
#include "services/notifications/store/recipient_store.h"

namespace tarazy::notifications {

struct Visitor {
  std::string token;  // "tokens/…"
  bool administrator = false;
};

// The recipient of this id; "me": the one whose token the visitor has. NOT_FOUND also of those that
// are there and not the visitor's: nobody learns who exists. Administrators see all.
absl::StatusOr<v1::Recipient> VisibleRecipient(sql::Tx& tx, const Visitor& visitor,
                                               absl::string_view id);

// The same for what nobody can do in his place: PERMISSION_DENIED to administrators who see him and
// are not him.
absl::StatusOr<v1::Recipient> RecipientHimself(sql::Tx& tx, const Visitor& visitor,
                                               absl::string_view id);

}  // namespace tarazy::notifications
