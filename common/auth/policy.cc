#include "common/auth/policy.h"

#include <google/api/annotations.pb.h>
#include <google/protobuf/descriptor.h>

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"

namespace tarazy::auth {
namespace {

absl::StatusOr<Method> ReadMethod(const google::protobuf::MethodDescriptor& descriptor) {
  Method method;
  method.name = absl::StrCat(descriptor.service()->full_name(), "/", descriptor.name());
  method.policy = descriptor.options().GetExtension(common::v1::policy);
  method.streaming = descriptor.client_streaming() || descriptor.server_streaming();
  method.read_only = descriptor.options().GetExtension(google::api::http).has_get();
  if (method.policy.permission().empty() || method.policy.roles().empty() ||
      method.policy.scope() == common::v1::SCOPE_UNSPECIFIED) {
    return FailedPrecondition(
        Reason::kInternal,
        absl::StrCat(method.name,
                     " has no complete policy option; state permission, roles, scope"));
  }
  return method;
}

}  // namespace

std::string RoleName(Role role) {
  return absl::AsciiStrToLower(absl::StripPrefix(common::v1::Role_Name(role), "ROLE_"));
}

absl::StatusOr<PolicyTable> PolicyTable::For(const std::vector<std::string>& services) {
  PolicyTable table;
  for (const std::string& name : services) {
    const auto* service =
        google::protobuf::DescriptorPool::generated_pool()->FindServiceByName(name);
    if (service == nullptr) return Internal(absl::StrCat("unknown service ", name));
    for (int i = 0; i < service->method_count(); ++i) {
      ASSIGN_OR_RETURN(Method method, ReadMethod(*service->method(i)));
      const auto [it, inserted] =
          table.methods_.emplace(service->method(i)->input_type(), std::move(method));
      if (!inserted) {
        return Internal(absl::StrCat(it->second.name, " shares its request type with another"));
      }
    }
  }
  return table;
}

const Method* PolicyTable::Find(const google::protobuf::Descriptor* request) const {
  const auto it = methods_.find(request);
  return it == methods_.end() ? nullptr : &it->second;
}

bool PolicyTable::Allows(const Method& method, const Principal& principal) {
  const auto& roles = method.policy.roles();
  return std::find(roles.begin(), roles.end(), principal.role) != roles.end();
}

absl::Status PolicyTable::Check(const Method& method, const Principal& principal) {
  if (Allows(method, principal)) return absl::OkStatus();
  return MakeError(absl::StatusCode::kPermissionDenied, Reason::kPermissionDenied,
                   absl::StrCat("the role ", RoleName(principal.role), " has no permission ",
                                method.policy.permission(), "; ask for a token of another role"),
                   {.metadata = {{"permission", method.policy.permission()}}});
}

}  // namespace tarazy::auth
