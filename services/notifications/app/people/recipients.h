// Recipients and their wishes, checked before they are stored.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/base/seal.h"
#include "common/sql/database.h"
#include "services/notifications/channel/webhook/webhook_sender.h"
#include "tarazy/notifications/v1/recipient.pb.h"

namespace tarazy::notifications {

// INVALID_ARGUMENT with every fault; MANDATORY_TOPIC. As PutRecipient.
absl::StatusOr<v1::Recipient> StoreRecipient(sql::Tx& tx, v1::Recipient recipient, absl::Time now);

// Takes the place of what he wished about the same topic. What he wished about others is not looked
// at: a topic may have become mandatory since. NOT_FOUND (recipient, topic); INVALID_ARGUMENT,
// MANDATORY_TOPIC (of this wish).
absl::StatusOr<v1::Recipient> SetPreference(sql::Tx& tx, absl::string_view recipient,
                                            const v1::Preference& preference, absl::Time now);

// He wants no more of a topic; true when he wanted it. NOT_FOUND (recipient, topic);
// INVALID_ARGUMENT MANDATORY_TOPIC when it cannot be muted.
absl::StatusOr<bool> Unsubscribe(sql::Tx& tx, absl::string_view recipient, absl::string_view topic,
                                 absl::Time now);

// Whether an endpoint may be put there: also by what its name resolves to now, which takes its
// time; not to be called in a transaction. As CheckWebhookUrl and CheckWebhookHost.
absl::Status CheckEndpointUrl(const std::string& url, const WebhookOptions& webhooks);

struct ChangedEndpoint {
  v1::Endpoint endpoint;
  bool new_secret = false;
};
// Where his webhooks go. A new secret only when there is none. INVALID_ARGUMENT (the URL).
absl::StatusOr<ChangedEndpoint> StoreEndpoint(sql::Tx& tx, absl::string_view recipient,
                                              const std::string& url, bool disabled,
                                              const WebhookPolicy& policy, const Sealer& sealer,
                                              absl::Time now);
// A new secret; the old one signs too for a day. NOT_FOUND.
absl::StatusOr<ChangedEndpoint> RotateSecret(sql::Tx& tx, absl::string_view recipient,
                                             const Sealer& sealer, absl::Time now);
// The secret that signs now. NOT_FOUND; DATA_LOSS when it was sealed under another key.
absl::StatusOr<std::string> SecretOf(sql::Tx& tx, absl::string_view recipient,
                                     const Sealer& sealer);
// NOT_FOUND.
absl::StatusOr<v1::Endpoint> LoadEndpoint(sql::Tx& tx, absl::string_view recipient);

}  // namespace tarazy::notifications
