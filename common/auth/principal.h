// Who is calling.
#pragma once

#include <string>

#include "absl/strings/string_view.h"
#include "tarazy/common/v1/options.pb.h"

namespace tarazy::auth {

using Role = common::v1::Role;

struct Principal {
  std::string token;  // "tokens/4f9c…"
  Role role = common::v1::ROLE_UNSPECIFIED;
  std::string institution;  // the bare id, for ROLE_INSTITUTION

  // The agency's own people and the other services: they see drafts.
  bool IsStaff() const {
    return role == common::v1::ROLE_ADMIN || role == common::v1::ROLE_METHODOLOGIST ||
           role == common::v1::ROLE_VERIFIER || role == common::v1::ROLE_SERVICE;
  }
};

// "methodologist" for ROLE_METHODOLOGIST.
std::string RoleName(Role role);

}  // namespace tarazy::auth
