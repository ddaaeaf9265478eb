#include "services/rankings/rpc/caller.h"

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "common/rpc/resource_name.h"

namespace tarazy::rankings {

Person PersonOf(const rpc::Call& call) {
  return {.name = absl::StrCat(auth::RoleName(call.principal.role), " ", call.principal.token),
          .institution = call.principal.institution,
          .administrator = call.principal.role == common::v1::ROLE_ADMIN,
          .representative = call.principal.role == common::v1::ROLE_INSTITUTION};
}

Viewer ViewerOf(const auth::Principal& principal) {
  const bool represents = principal.role == common::v1::ROLE_INSTITUTION;
  return {.staff = principal.IsStaff(), .institution = represents ? principal.institution : ""};
}

Viewer ViewerOf(const rpc::Call& call) { return ViewerOf(call.principal); }

std::string RepresentedBy(const rpc::Call& call) {
  return call.principal.role == common::v1::ROLE_INSTITUTION ? call.principal.institution : "";
}

absl::StatusOr<std::string> InstitutionFor(const rpc::Call& call, absl::string_view field,
                                           absl::string_view name) {
  const std::string own = RepresentedBy(call);
  if (name.empty() && !own.empty()) return own;
  ASSIGN_OR_RETURN(const std::string id, rpc::ParseId(field, "institutions/*", name));
  RETURN_IF_ERROR(CheckOwn(call, id));
  return id;
}

absl::Status CheckOwn(const rpc::Call& call, absl::string_view institution) {
  const std::string own = RepresentedBy(call);
  if (own.empty() || own == institution) return absl::OkStatus();
  return MakeError(absl::StatusCode::kPermissionDenied, Reason::kPermissionDenied,
                   absl::StrCat("your token represents institutions/", own,
                                "; an institution acts on its own values only"));
}

}  // namespace tarazy::rankings
