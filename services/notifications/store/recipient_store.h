// Recipients, their endpoints, and the addresses that mail does not reach.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/sql/database.h"
#include "tarazy/notifications/v1/recipient.pb.h"
#include "tarazy/notifications/v1/topic.pb.h"

namespace tarazy::notifications {

// As PutTopic. ALREADY_EXISTS when the token has another recipient.
absl::StatusOr<v1::Recipient> PutRecipient(sql::Tx& tx, v1::Recipient recipient, absl::Time now);
absl::StatusOr<std::optional<v1::Recipient>> FindRecipient(sql::Tx& tx, absl::string_view id);
// NOT_FOUND.
absl::StatusOr<v1::Recipient> LoadRecipient(sql::Tx& tx, absl::string_view id);
// The recipient that this token ("tokens/…") reads the inbox of.
absl::StatusOr<std::optional<v1::Recipient>> FindRecipientOf(sql::Tx& tx, absl::string_view token);
// By id, those after `after`.
absl::StatusOr<std::vector<v1::Recipient>> ListRecipients(sql::Tx& tx, absl::string_view after,
                                                          int limit);
// Those of an audience, by id, after `after`; `institution` is the event's.
absl::StatusOr<std::vector<v1::Recipient>> ListAudience(sql::Tx& tx, absl::string_view topic,
                                                        const v1::Audience& audience,
                                                        absl::string_view institution,
                                                        absl::string_view after, int limit);

struct StoredEndpoint {
  std::string recipient;  // its id
  std::string url;
  std::string sealed_secret;
  std::optional<std::string> sealed_old_secret;
  std::optional<absl::Time> old_secret_until;
  v1::EndpointState state = v1::ENDPOINT_STATE_ENABLED;
  absl::Time changed;
};
absl::Status PutEndpoint(sql::Tx& tx, const StoredEndpoint& endpoint);
absl::StatusOr<std::optional<StoredEndpoint>> FindEndpoint(sql::Tx& tx,
                                                           absl::string_view recipient);
absl::Status NoteAnswer(sql::Tx& tx, absl::string_view recipient, absl::string_view url,
                        absl::Time now);
// Switches off the endpoint in use at this URL, unless it has taken something after `silent_since`;
// false: it was not this one, or it works.
absl::StatusOr<bool> SwitchOff(sql::Tx& tx, absl::string_view recipient, absl::string_view url,
                               v1::EndpointState state, absl::Time silent_since, absl::Time now);

// In lower case. Changes nothing when it is there.
absl::Status Suppress(sql::Tx& tx, absl::string_view address, absl::string_view reason,
                      absl::Time now);
absl::StatusOr<std::optional<v1::Suppression>> FindSuppression(sql::Tx& tx,
                                                               absl::string_view address);
absl::Status LiftSuppression(sql::Tx& tx, absl::string_view address);
absl::StatusOr<std::vector<v1::Suppression>> ListSuppressions(sql::Tx& tx, absl::string_view after,
                                                              int limit);

}  // namespace tarazy::notifications
