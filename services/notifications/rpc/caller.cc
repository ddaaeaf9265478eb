#include "services/notifications/rpc/caller.h"

#include "absl/strings/str_cat.h"
#include "common/auth/principal.h"

namespace tarazy::notifications {

std::string PersonOf(const rpc::Call& call) {
  return absl::StrCat(auth::RoleName(call.principal.role), " ", call.principal.token);
}

Visitor VisitorOf(const rpc::Call& call) {
  return {.token = call.principal.token,
          .administrator = call.principal.role == common::v1::ROLE_ADMIN};
}

}  // namespace tarazy::notifications
