#include "services/notifications/app/notices/spread.h"

#include <algorithm>
#include <map>
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
  const bool wishes = preference != nullptr && preference->channels_size() > 0;
  const auto holds_webhook = [](const auto& channels) {
    return std::find(channels.begin(), channels.end(), v1::CHANNEL_WEBHOOK) != channels.end();
  };
  const bool by_topic = (!wishes || topic.mandatory()) && holds_webhook(topic.channels());
  if (!by_topic && !(wishes && holds_webhook(preference->channels()))) return false;
  ASSIGN_OR_RETURN(const auto endpoint, FindEndpoint(tx, recipient.id()));
  return endpoint.has_value() && endpoint->state == v1::ENDPOINT_STATE_ENABLED;
}

// Makes the deliveries of notices, to be stored together.
class Spreading {
 public:
  Spreading(sql::Tx& tx, absl::Time now) : tx_(tx), now_(now) {}

  // Of the next `most` recipients of the notice, or of those of them in one audience; how many.
  absl::StatusOr<int> Spread(const StoredNotice& notice, int most);
  absl::Status Store();

 private:
  absl::StatusOr<const v1::Topic*> TopicOf(const StoredNotice& notice);

  sql::Tx& tx_;
  const absl::Time now_;
  std::map<std::string, v1::Topic> topics_;
  std::vector<StoredDelivery> deliveries_;
};

absl::StatusOr<const v1::Topic*> Spreading::TopicOf(const StoredNotice& notice) {
  const auto known = topics_.find(notice.topic);
  if (known != topics_.end()) return &known->second;
  ASSIGN_OR_RETURN(v1::Topic topic, LoadTopic(tx_, notice.topic));
  return &topics_.emplace(notice.topic, std::move(topic)).first->second;
}

absl::StatusOr<int> Spreading::Spread(const StoredNotice& notice, int most) {
  ASSIGN_OR_RETURN(const v1::Topic* const topic, TopicOf(notice));
  ASSIGN_OR_RETURN(const Place place, Place::Parse(*notice.spread_after));
  ASSIGN_OR_RETURN(Chunk chunk, notice.recipients.empty()
                                    ? NextOfAudience(tx_, *topic, notice, place, most)
                                    : NamedRecipients(tx_, notice));
  const int told = static_cast<int>(chunk.recipients.size());
  if (topic->audience_size() > 1 || topic->escalation_size() > 1) {
    RETURN_IF_ERROR(Store());  // to be found by the next line
    RETURN_IF_ERROR(LeaveOutTold(tx_, notice.id, place.after, chunk.recipients));
  }
  for (const v1::Recipient& recipient : chunk.recipients) {
    ASSIGN_OR_RETURN(const bool has_endpoint, HasEndpoint(tx_, *topic, recipient));
    for (const v1::Channel channel : ChannelsOf(*topic, recipient, has_endpoint)) {
      deliveries_.push_back({.id = DeliveryId(notice, recipient.id(), channel),
                             .notice = notice.id,
                             .recipient = recipient.id(),
                             .channel = channel,
                             .next = std::max(now_, notice.release),
                             .created = now_});
    }
  }
  RETURN_IF_ERROR(SetSpread(
      tx_, notice.id,
      chunk.next.has_value() ? std::optional<std::string>(chunk.next->ToText()) : std::nullopt));
  return told;
}

absl::Status Spreading::Store() {
  RETURN_IF_ERROR(InsertDeliveries(tx_, deliveries_));
  deliveries_.clear();
  return absl::OkStatus();
}

}  // namespace

std::vector<v1::Channel> ChannelsOf(const v1::Topic& topic, const v1::Recipient& recipient,
                                    bool has_endpoint) {
  const v1::Preference* preference = PreferenceOf(recipient, topic.id());
  if (preference != nullptr && preference->muted() && !topic.mandatory()) return {};
  const auto reached = [&](const auto& wanted) {
    std::vector<v1::Channel> channels = {v1::CHANNEL_INBOX};
    for (const int number : wanted) {
      const auto channel = static_cast<v1::Channel>(number);
      if (channel == v1::CHANNEL_INBOX || !CanReach(recipient, channel, has_endpoint)) continue;
      channels.push_back(channel);
    }
    return channels;
  };
  const bool wishes = preference != nullptr && preference->channels_size() > 0;
  std::vector<v1::Channel> channels = reached(wishes ? preference->channels() : topic.channels());
  // The one that he wished for may have gone since; what is mandatory goes by the others then.
  if (wishes && topic.mandatory() && channels.size() == 1) return reached(topic.channels());
  return channels;
}

absl::StatusOr<bool> SpreadSome(sql::Tx& tx, const SpreadOptions& options, absl::Time now,
                                int64_t& last) {
  Spreading spreading(tx, now);
  const int passed_over = static_cast<int>(options.passed_over.size());
  int most = options.most;
  last = 0;
  // One at first: most of the time there is one, or the first has a large audience.
  for (int limit = 1; most > 0; limit = most) {
    ASSIGN_OR_RETURN(std::vector<StoredNotice> notices,
                     SpreadingNotices(tx, now + kAhead, passed_over + limit));
    std::erase_if(notices, [&](const StoredNotice& notice) {
      return options.passed_over.contains(notice.id);
    });
    if (notices.empty()) break;
    for (const StoredNotice& notice : notices) {
      last = notice.id;
      ASSIGN_OR_RETURN(const int told, spreading.Spread(notice, most));
      most -= std::max(told, 1);
      if (options.alone) most = 0;
      if (most <= 0) break;
    }
  }
  RETURN_IF_ERROR(spreading.Store());
  return last != 0;
}

}  // namespace tarazy::notifications
