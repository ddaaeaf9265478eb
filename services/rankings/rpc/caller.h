// The caller of an RPC as the rules of the rankings see it.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/auth/principal.h"
#include "common/rpc/call.h"
#include "services/rankings/app/person.h"
#include "services/rankings/app/visibility.h"

namespace tarazy::rankings {

Person PersonOf(const rpc::Call& call);
Viewer ViewerOf(const auth::Principal& principal);
Viewer ViewerOf(const rpc::Call& call);

// The institution that the caller represents; empty for every other role.
std::string RepresentedBy(const rpc::Call& call);

// The bare id in "institutions/ektu". The role institution names its own or leaves it empty;
// PERMISSION_DENIED for another's. INVALID_ARGUMENT for other roles that leave it empty.
absl::StatusOr<std::string> InstitutionFor(const rpc::Call& call, absl::string_view field,
                                           absl::string_view name);

// PERMISSION_DENIED when the caller represents another institution than this.
absl::Status CheckOwn(const rpc::Call& call, absl::string_view institution);

}  // namespace tarazy::rankings
