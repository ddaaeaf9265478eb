#include "services/notifications/rpc/own_recipient.h"

#include <optional>

#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "common/rpc/resource_name.h"
#include "services/notifications/store/recipient_store.h"

namespace tarazy::notifications {
namespace {

constexpr char kMe[] = "me";

}  // namespace

absl::StatusOr<std::string> OwnRecipient(sql::Tx& tx, const rpc::Call& call,
                                         absl::string_view field, absl::string_view name) {
  ASSIGN_OR_RETURN(const std::string id, rpc::ParseId(field, "recipients/*", name));
  const bool staff = call.principal.role == common::v1::ROLE_ADMIN ||
                     call.principal.role == common::v1::ROLE_METHODOLOGIST;
  if (staff && id != kMe) return id;
  ASSIGN_OR_RETURN(const std::optional<v1::Recipient> own,
                   FindRecipientOf(tx, call.principal.token));
  if (own.has_value() && (id == kMe || id == own->id())) return own->id();
  return NotFound("recipient", name);
}

}  // namespace tarazy::notifications
