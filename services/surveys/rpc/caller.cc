#include "services/surveys/rpc/caller.h"

#include "absl/strings/str_cat.h"
#include "common/auth/principal.h"

namespace tarazy::surveys {

std::string PersonOf(const rpc::Call& call) {
  return absl::StrCat(auth::RoleName(call.principal.role), " ", call.principal.token);
}

bool IsStaff(const rpc::Call& call) {
  return call.principal.IsStaff() || call.principal.role == common::v1::ROLE_COUNCIL ||
         call.principal.role == common::v1::ROLE_COMMISSION;
}

}  // namespace tarazy::surveys
