#include "services/notifications/app/people/visible_recipient.h"

#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"

namespace tarazy::notifications {

absl::StatusOr<v1::Recipient> VisibleRecipient(sql::Tx& tx, const Visitor& visitor,
                                               absl::string_view id) {
  if (visitor.administrator && id != "me") return LoadRecipient(tx, id);
  // The one that is asked for is not even looked for: an answer takes as long whoever exists.
  ASSIGN_OR_RETURN(std::optional<v1::Recipient> own, FindRecipientOf(tx, visitor.token));
  if (!own.has_value() || (id != "me" && id != own->id())) {
    return NotFound("recipient", absl::StrCat("recipients/", id));
  }
  return *std::move(own);
}

absl::StatusOr<v1::Recipient> RecipientHimself(sql::Tx& tx, const Visitor& visitor,
                                               absl::string_view id) {
  ASSIGN_OR_RETURN(v1::Recipient recipient, VisibleRecipient(tx, visitor, id));
  if (visitor.token.empty() || recipient.token() != visitor.token) {
    return MakeError(absl::StatusCode::kPermissionDenied, Reason::kPermissionDenied,
                     "only the recipient himself can say that he has read or knows something");
  }
  return recipient;
}

}  // namespace tarazy::notifications
