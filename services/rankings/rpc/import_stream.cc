#include "services/rankings/rpc/import_stream.h"

namespace tarazy::rankings {

absl::Status CheckImportState(const rpc::Call& call, ValueState state) {
  if (state != ValueState::kDraft && state != ValueState::kSubmitted &&
      state != ValueState::kVerified) {
    return InvalidField("header.state", "must be draft, submitted or verified");
  }
  const bool verifier = call.principal.role == common::v1::ROLE_VERIFIER ||
                        call.principal.role == common::v1::ROLE_ADMIN;
  if (state == ValueState::kVerified && !verifier) {
    return MakeError(absl::StatusCode::kPermissionDenied, Reason::kPermissionDenied,
                     "verified values are entered by a verifier; import them as draft or "
                     "submitted, or ask a verifier");
  }
  return absl::OkStatus();
}

}  // namespace tarazy::rankings
