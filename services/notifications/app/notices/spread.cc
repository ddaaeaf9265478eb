#include "services/notifications/app/notices/spread.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "services/notifications/app/notices/delivery_id.h"
#include "services/notifications/app/notices/steps.h"
#include "services/notifications/store/recipient_store.h"
#include "services/notifications/store/topic_store.h"

namespace tarazy::notifications {
namespace {

// Deliveries are made so long before their time, so that all of a hundred thousand are there when
// it comes.
constexpr absl::Duration kAhead = absl::Minutes(10);

const v1::Preference* PreferenceOf(const v1::Recipient& recipient, const std::string& topic) {
  for (const v1::Preference& preference : recipient.preferences()) {
    if (preference.topic() == topic) return &preference;
  }
  return nullptr;
}

bool CanReach(const v1::Recipient& recipient, v1::Channel channel, bool has_endpoint) {
  switch (channel) {
    case v1::CHANNEL_EMAIL:
      return !recipient.email().empty();
    case v1::CHANNEL_SMS:
      return !recipient.phone().empty();
    case v1::CHANNEL_WEBHOOK:
      return has_endpoint;
    default:
      return true;
  }
}

// How far a notice is: the audience, and the last recipient of it; "2 ektu-rector".
struct Place {
  int audience = 0;
  std::string after;

  static absl::StatusOr<Place> Parse(absl::string_view text) {
    Place place;
    if (text.empty()) return place;
    const std::pair<absl::string_view, absl::string_view> parts =
        absl::StrSplit(text, absl::MaxSplits(' ', 1));
    if (!absl::SimpleAtoi(parts.first, &place.audience)) return Internal("a notice's place");
    place.after = std::string(parts.second);
    return place;
  }
  std::string ToText() const { return absl::StrCat(audience, " ", after); }
};

struct Chunk {
  std::vector<v1::Recipient> recipients;
  std::optional<Place> next;  // nothing: these are the last
};

absl::StatusOr<Chunk> NamedRecipients(sql::Tx& tx, const StoredNotice& notice) {
  Chunk chunk;
  for (const std::string& id :
       std::set<std::string>(notice.recipients.begin(), notice.recipients.end())) {
    ASSIGN_OR_RETURN(std::optional<v1::Recipient> recipient, FindRecipient(tx, id));
    if (recipient.has_value()) chunk.recipients.push_back(*std::move(recipient));
  }
  return chunk;
}

absl::StatusOr<Chunk> NextOfAudience(sql::Tx& tx, const v1::Topic& topic,
                                     const StoredNotice& notice, Place place, int most) {
  const auto& audiences = notice.step == kEscalationStep ? topic.escalation() : topic.audience();
  Chunk chunk;
  if (place.audience >= audiences.size()) return chunk;
  ASSIGN_OR_RETURN(chunk.recipients, ListAudience(tx, topic.id(), audiences[place.audience],
                                                  notice.institution, place.after, most));
  if (chunk.recipients.size() == static_cast<size_t>(most)) {
    chunk.next = Place{.audience = place.audience, .after = chunk.recipients.back().id()};
  } else if (place.audience + 1 < audiences.size()) {
    chunk.next = Place{.audience = place.audience + 1};
  }
  return chunk;
}

// Who is in two audiences is told once.
absl::Status LeaveOutTold(sql::Tx& tx, int64_t notice, const std::string& after,
                          std::vector<v1::Recipient>& recipients) {
  if (recipients.empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const std::vector<std::string> told,
                   RecipientsOf(tx, notice, after, recipients.back().id()));
  recipients.erase(std::remove_if(recipients.begin(), recipients.end(),
                                  [&](const v1::Recipient& recipient) {
                                    return std::binary_search(told.begin(), told.end(),
                                                              recipient.id());
                                  }),
                   recipients.end());
  return absl::OkStatus();
}

absl::StatusOr<bool> HasEndpoint(sql::Tx& tx, const v1::Topic& topic,
                                 const v1::Recipient& recipient) {
  // Most topics and people have none: no question for each of a hundred thousand.
  const v1::Preference* preference = PreferenceOf(recipient, topic.id());
  const auto& wanted = preference != nullptr && preference->channels_size() > 0
                           ? preference->channels()
                           : topic.channels();
  if (std::find(wanted.begin(), wanted.end(), v1::CHANNEL_WEBHOOK) == wanted.end()) return false;
  ASSIGN_OR_RETURN(const auto endpoint, FindEndpoint(tx, recipient.id()));
  return endpoint.has_value() && endpoint->state == v1::ENDPOINT_STATE_ENABLED;
}

}  // namespace

std::vector<v1::Channel> ChannelsOf(const v1::Topic& topic, const v1::Recipient& recipient,
                                    bool has_endpoint) {
  const v1::Preference* preference = PreferenceOf(recipient, topic.id());
  if (preference != nullptr && preference->muted() && !topic.mandatory()) return {};
  const auto& wanted = preference != nullptr && preference->channels_size() > 0
                           ? preference->channels()
                           : topic.channels();
  std::vector<v1::Channel> channels = {v1::CHANNEL_INBOX};
  for (const int number : wanted) {
    const auto channel = static_cast<v1::Channel>(number);
    if (channel == v1::CHANNEL_INBOX || !CanReach(recipient, channel, has_endpoint)) continue;
    channels.push_back(channel);
  }
  return channels;
}

absl::StatusOr<bool> SpreadSome(sql::Tx& tx, int most, absl::Time now,
                                const std::set<int64_t>& passed_over, int64_t& at) {
  at = 0;
  ASSIGN_OR_RETURN(
      const std::vector<StoredNotice> spreading,
      SpreadingNotices(tx, now + kAhead, 1 + static_cast<int>(passed_over.size())));
  const auto next = std::find_if(spreading.begin(), spreading.end(), [&](const auto& notice) {
    return !passed_over.contains(notice.id);
  });
  if (next == spreading.end()) return false;
  const StoredNotice& notice = *next;
  at = notice.id;
  ASSIGN_OR_RETURN(const v1::Topic topic, LoadTopic(tx, notice.topic));
  ASSIGN_OR_RETURN(const Place place, Place::Parse(*notice.spread_after));
  ASSIGN_OR_RETURN(Chunk chunk, notice.recipients.empty()
                                    ? NextOfAudience(tx, topic, notice, place, most)
                                    : NamedRecipients(tx, notice));
  if (topic.audience_size() > 1 || topic.escalation_size() > 1) {
    RETURN_IF_ERROR(LeaveOutTold(tx, notice.id, place.after, chunk.recipients));
  }
  std::vector<StoredDelivery> deliveries;
  for (const v1::Recipient& recipient : chunk.recipients) {
    ASSIGN_OR_RETURN(const bool has_endpoint, HasEndpoint(tx, topic, recipient));
    for (const v1::Channel channel : ChannelsOf(topic, recipient, has_endpoint)) {
      deliveries.push_back({.id = DeliveryId(notice, recipient.id(), channel),
                            .notice = notice.id,
                            .recipient = recipient.id(),
                            .channel = channel,
                            .next = std::max(now, notice.release),
                            .created = now});
    }
  }
  RETURN_IF_ERROR(InsertDeliveries(tx, deliveries));
  RETURN_IF_ERROR(SetSpread(
      tx, notice.id,
      chunk.next.has_value() ? std::optional<std::string>(chunk.next->ToText()) : std::nullopt));
  return true;
}

}  // namespace tarazy::notifications
