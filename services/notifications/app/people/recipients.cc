#include "services/notifications/app/people/recipients.h"

#include <map>
#include <memory>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/faults.h"
#include "common/base/status_macros.h"
#include "common/record/check.h"
#include "common/record/stamp.h"
#include "services/notifications/channel/email/email_address.h"
#include "services/notifications/channel/email/header_text.h"
#include "services/notifications/channel/webhook/webhook_signature.h"
#include "services/notifications/domain/timing/lint_recipient.h"
#include "services/notifications/store/recipient_store.h"
#include "services/notifications/store/topic_store.h"

namespace tarazy::notifications {
namespace {

constexpr absl::Duration kOldSecret = absl::Hours(24);

// The topics that he wishes something about, and whether webhooks reach him.
struct Surroundings {
  std::map<std::string, v1::Topic> topics;
  bool has_endpoint = false;

  TopicLookup Lookup() const {
    return [this](absl::string_view id) -> const v1::Topic* {
      const auto topic = topics.find(std::string(id));
      return topic == topics.end() ? nullptr : &topic->second;
    };
  }
};

absl::StatusOr<Surroundings> SurroundingsOf(sql::Tx& tx, const v1::Recipient& recipient) {
  Surroundings around;
  ASSIGN_OR_RETURN(const std::optional<StoredEndpoint> endpoint, FindEndpoint(tx, recipient.id()));
  around.has_endpoint = endpoint.has_value() && endpoint->state == v1::ENDPOINT_STATE_ENABLED;
  for (const v1::Preference& preference : recipient.preferences()) {
    ASSIGN_OR_RETURN(std::optional<v1::Topic> topic, FindTopic(tx, preference.topic()));
    if (topic.has_value()) around.topics.emplace(preference.topic(), *std::move(topic));
  }
  return around;
}

// All that can be known to be wrong without the database.
absl::Status CheckAlone(const v1::Recipient& recipient) {
  Faults faults(record::CheckRules(recipient, "recipient"));
  // It becomes a header of every letter to him.
  if (faults.empty()) {
    faults.Add(CheckHeaderText("recipient.title", recipient.title(), kMaxHeaderName));
  }
  if (!recipient.email().empty()) {
    faults.Add(CheckEmailAddress("recipient.email", recipient.email()));
  }
  if (recipient.id() == "me") faults.Add("recipient.id", "is everybody's name for himself");
  return faults.ToStatus();
}

v1::Endpoint ToRecord(const StoredEndpoint& stored) {
  v1::Endpoint endpoint;
  endpoint.set_name(absl::StrCat("recipients/", stored.recipient, "/endpoint"));
  endpoint.set_url(stored.url);
  endpoint.set_state(stored.state);
  if (stored.old_secret_until.has_value()) {
    *endpoint.mutable_old_secret_until() = record::Stamp(*stored.old_secret_until);
  }
  *endpoint.mutable_update_time() = record::Stamp(stored.changed);
  return endpoint;
}

absl::Status NoEndpoint(absl::string_view recipient) {
  return NotFound("endpoint", absl::StrCat("recipients/", recipient, "/endpoint"));
}

}  // namespace

absl::StatusOr<v1::Recipient> StoreRecipient(sql::Tx& tx, v1::Recipient recipient, absl::Time now) {
  RETURN_IF_ERROR(CheckAlone(recipient));
  ASSIGN_OR_RETURN(const Surroundings around, SurroundingsOf(tx, recipient));
  RETURN_IF_ERROR(LintRecipient(recipient, around.has_endpoint, around.Lookup()));
  return PutRecipient(tx, std::move(recipient), now);
}

absl::StatusOr<v1::Recipient> SetPreference(sql::Tx& tx, absl::string_view id,
                                            const v1::Preference& preference, absl::Time now) {
  ASSIGN_OR_RETURN(v1::Recipient recipient, LoadRecipient(tx, id));
  RETURN_IF_ERROR(LoadTopic(tx, preference.topic()).status());
  v1::Preference* place = nullptr;
  for (v1::Preference& known : *recipient.mutable_preferences()) {
    if (known.topic() == preference.topic()) place = &known;
  }
  if (place == nullptr) place = recipient.add_preferences();
  *place = preference;
  // By the rules of fields there may also be one wish too many.
  RETURN_IF_ERROR(Faults(record::CheckRules(recipient, "recipient")).ToStatus());
  ASSIGN_OR_RETURN(const Surroundings around, SurroundingsOf(tx, recipient));
  RETURN_IF_ERROR(LintPreference(recipient, around.has_endpoint, preference, around.Lookup()));
  return PutRecipient(tx, std::move(recipient), now);
}

absl::StatusOr<bool> Unsubscribe(sql::Tx& tx, absl::string_view id, absl::string_view topic_id,
                                 absl::Time now) {
  ASSIGN_OR_RETURN(const v1::Topic topic, LoadTopic(tx, topic_id));
  if (topic.mandatory()) {
    return InvalidArgument(Reason::kMandatoryTopic,
                           absl::StrCat("topics/", topic_id, " cannot be muted"));
  }
  ASSIGN_OR_RETURN(const v1::Recipient recipient, LoadRecipient(tx, id));
  v1::Preference wish;
  for (const v1::Preference& known : recipient.preferences()) {
    if (known.topic() == topic_id) wish = known;
  }
  if (wish.muted()) return false;
  wish.set_topic(std::string(topic_id));
  wish.set_muted(true);
  wish.set_subscribed(false);
  RETURN_IF_ERROR(SetPreference(tx, id, wish, now).status());
  return true;
}

absl::Status CheckEndpointUrl(const std::string& url, const WebhookOptions& webhooks) {
  RETURN_IF_ERROR(CheckWebhookUrl("url", url, webhooks.policy));
  return CheckWebhookHost("url", url, webhooks);
}

absl::StatusOr<ChangedEndpoint> StoreEndpoint(sql::Tx& tx, absl::string_view recipient,
                                              const std::string& url, bool disabled,
                                              const WebhookPolicy& policy, const Sealer& sealer,
                                              absl::Time now) {
  RETURN_IF_ERROR(CheckWebhookUrl("url", url, policy));
  RETURN_IF_ERROR(LoadRecipient(tx, recipient).status());
  ASSIGN_OR_RETURN(std::optional<StoredEndpoint> stored, FindEndpoint(tx, recipient));
  ChangedEndpoint changed;
  if (!stored.has_value()) {
    changed.new_secret = true;
    stored = StoredEndpoint{.recipient = std::string(recipient),
                            .sealed_secret = sealer.Seal(NewWebhookSecret(), recipient)};
  }
  stored->url = url;
  stored->state = disabled ? v1::ENDPOINT_STATE_DISABLED : v1::ENDPOINT_STATE_ENABLED;
  stored->changed = now;
  RETURN_IF_ERROR(PutEndpoint(tx, *stored));
  changed.endpoint = ToRecord(*stored);
  return changed;
}

absl::StatusOr<ChangedEndpoint> RotateSecret(sql::Tx& tx, absl::string_view recipient,
                                             const Sealer& sealer, absl::Time now) {
  ASSIGN_OR_RETURN(std::optional<StoredEndpoint> stored, FindEndpoint(tx, recipient));
  if (!stored.has_value()) return NoEndpoint(recipient);
  ChangedEndpoint changed{.new_secret = true};
  stored->sealed_old_secret = stored->sealed_secret;
  stored->old_secret_until = now + kOldSecret;
  stored->sealed_secret = sealer.Seal(NewWebhookSecret(), recipient);
  stored->changed = now;
  RETURN_IF_ERROR(PutEndpoint(tx, *stored));
  changed.endpoint = ToRecord(*stored);
  return changed;
}

absl::StatusOr<std::string> SecretOf(sql::Tx& tx, absl::string_view recipient,
                                     const Sealer& sealer) {
  ASSIGN_OR_RETURN(const std::optional<StoredEndpoint> stored, FindEndpoint(tx, recipient));
  if (!stored.has_value()) return NoEndpoint(recipient);
  return sealer.Open(stored->sealed_secret, recipient);
}

absl::StatusOr<v1::Endpoint> LoadEndpoint(sql::Tx& tx, absl::string_view recipient) {
  ASSIGN_OR_RETURN(const std::optional<StoredEndpoint> stored, FindEndpoint(tx, recipient));
  if (!stored.has_value()) return NoEndpoint(recipient);
  return ToRecord(*stored);
}

}  // namespace tarazy::notifications
