// Puts one delivery on the wire.
#pragma once

#include <string>

#include "absl/time/time.h"
#include "common/base/clock.h"
#include "common/base/context.h"
#include "common/base/seal.h"
#include "services/notifications/app/notices/letter_id.h"
#include "services/notifications/app/sending/job.h"
#include "services/notifications/app/sending/outages.h"
#include "services/notifications/app/sending/send_rates.h"
#include "services/notifications/channel/email/smtp_sender.h"
#include "services/notifications/channel/sms/sms_sender.h"
#include "services/notifications/channel/webhook/webhook_sender.h"

namespace tarazy::notifications {

// How notices leave.
struct Outlets {
  SmtpOptions smtp;  // an empty host: no e-mail
  std::string from;  // "notices@agency.kz"
  std::string from_name;
  std::string bounce;  // the mailbox that failed mail comes back to; empty: `from`
  LetterIds letters{"", ""};
  std::string public_url;  // where unsubscribing leads; empty: nowhere
  WebhookOptions webhooks;
  SmsSender* sms = nullptr;    // null: no short messages
  SendRates* rates = nullptr;  // null: as fast as they can
  // Nothing is begun that may not end this long before the lease does.
  absl::Duration patience = absl::Seconds(30);
};

// One per worker thread: it keeps connections. All must outlive it.
class Sender {
 public:
  Sender(const Outlets& outlets, const tarazy::Clock& clock, const Sealer& sealer,
         Outages& outages);

  // What becomes of the delivery. `lot` is uniform in [0, 1).
  Verdict Send(const Job& job, const Context& context, double lot);

 private:
  // Nothing: it may go to `who` at `host` now, which is counted.
  std::optional<Verdict> HeldUp(absl::string_view who, absl::string_view host, const Job& job,
                                absl::Time now);
  void NoteAnswer(const std::string& url, const WebhookReply& reply, absl::Time now);
  Verdict SendEmail(const Job& job, const v1::Rendered& rendered, absl::Time now, double lot);
  Verdict PostWebhook(const Job& job, const v1::Rendered& rendered, const Context& context,
                      absl::Time now, double lot);
  Verdict SendSms(const Job& job, const v1::Rendered& rendered, absl::Time now, double lot);

  const Outlets& outlets_;
  const tarazy::Clock& clock_;
  const Sealer& sealer_;
  Outages& outages_;
  SmtpSender smtp_;
  WebhookSender webhooks_;
};

// What is sealed into an unsubscribing link, and read from it: the recipient and the topic.
std::string UnsubscribeToken(const Sealer& sealer, const std::string& recipient,
                             const std::string& topic);
struct Unsubscription {
  std::string recipient;
  std::string topic;
};
// INVALID_ARGUMENT for anything that is no token of ours.
absl::StatusOr<Unsubscription> ReadUnsubscribeToken(const Sealer& sealer, absl::string_view token);

}  // namespace tarazy::notifications
