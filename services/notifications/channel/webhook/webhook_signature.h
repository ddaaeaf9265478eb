// The signature of Standard Webhooks 1.0
// (https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md).
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"

namespace tarazy::notifications {

// "whsec_" and 32 random bytes in base64.
std::string NewWebhookSecret();

// OK for "whsec_" and 24 to 64 bytes in base64; else INVALID_ARGUMENT kInvalidField without the
// secret in it.
absl::Status CheckWebhookSecret(absl::string_view field, absl::string_view secret);

// The value of the header webhook-signature: "v1,…" once per secret, separated by spaces, so that
// receivers may change to a new secret at leisure. The signed text is "id.seconds.payload".
// INVALID_ARGUMENT kInvalidField when there is no secret or a malformed one, or when the id is not
// 1 to 200 visible ASCII characters without '.'.
absl::StatusOr<std::string> SignWebhook(absl::Span<const std::string> secrets, absl::string_view id,
                                        absl::Time timestamp, absl::string_view payload);

}  // namespace tarazy::notifications
