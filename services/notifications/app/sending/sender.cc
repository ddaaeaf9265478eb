#include "services/notifications/app/sending/sender.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "services/notifications/app/sending/decide.h"
#include "services/notifications/app/sending/make_text.h"
#include "services/notifications/channel/email/email_message.h"
#include "services/notifications/channel/webhook/webhook_url.h"
#include "services/notifications/domain/timing/backoff.h"

namespace tarazy::notifications {
namespace {

constexpr char kUnsubscribe[] = "unsubscribe";
constexpr char kMailServer[] = "mail server";

std::string HostOf(absl::string_view address) {
  return absl::AsciiStrToLower(address.substr(address.rfind('@') + 1));
}

// A URL without what may be secret in it.
std::string WithoutQuery(const std::string& url) { return url.substr(0, url.find('?')); }

FailedAttempt Failed(const StoredDelivery& delivery, absl::Time now, double lot) {
  return {.attempts = delivery.attempts + 1,
          .first = delivery.first_attempt.value_or(now),
          .now = now,
          .lot = lot};
}

Verdict RetryOrDead(const std::optional<absl::Time>& next, std::string reason) {
  if (!next.has_value()) return {.fate = Fate::kDead, .reason = std::move(reason)};
  return {.fate = Fate::kRetry, .reason = std::move(reason), .next = *next};
}

// The verdict on what a gateway said.
Verdict OfReply(const Reply& reply, const StoredDelivery& delivery, absl::Time now, double lot) {
  std::string words = reply.code == 0 ? reply.text : absl::StrCat(reply.code, " ", reply.text);
  switch (reply.outcome) {
    case Outcome::kAccepted:
      return {.fate = Fate::kSent, .reason = std::move(words)};
    case Outcome::kPermanent:
      return {.fate = Fate::kDead, .reason = std::move(words)};
    case Outcome::kTransient:
    case Outcome::kUnreachable:
      return RetryOrDead(NextEmailAttempt(Failed(delivery, now, lot)), std::move(words));
  }
  return {};
}

std::string Payload(const Job& job, const v1::Rendered& rendered) {
  const StoredNotice& notice = job.leased.notice;
  const nlohmann::json payload = {
      {"type", job.topic->id()},
      {"timestamp",
       absl::FormatTime("%Y-%m-%dT%H:%M:%E3SZ", std::max(notice.created, notice.release),
                        absl::UTCTimeZone())},
      {"data",
       {{"delivery", absl::StrCat("deliveries/", job.leased.delivery.id)},
        {"event", notice.event},
        {"step", notice.step},
        {"about", notice.about},
        {"institution", notice.institution},
        {"language", rendered.language()},
        {"subject", rendered.subject()},
        {"text", rendered.text()}}}};
  return payload.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace

Sender::Sender(const Outlets& outlets, const tarazy::Clock& clock, const Sealer& sealer,
               Outages& outages)
    : outlets_(outlets),
      clock_(clock),
      sealer_(sealer),
      outages_(outages),
      smtp_(outlets.smtp),
      webhooks_(outlets.webhooks) {}

Verdict Sender::Send(const Job& job, const Context& context, double lot) {
  const absl::Time now = clock_.Now();
  if (job.lease_until - now < outlets_.patience) {
    return {.fate = Fate::kPostponed, .reason = "the worker was too slow", .next = now};
  }
  if (auto verdict = Decide(job, now); verdict.has_value()) return *std::move(verdict);
  absl::StatusOr<Words> words = MakeText(job, now);
  if (absl::IsNotFound(words.status())) {
    return {.fate = Fate::kMoot, .reason = "nothing is left to tell"};
  }
  if (!words.ok()) {
    return {.fate = Fate::kDead, .reason = std::string(words.status().message())};
  }
  v1::Rendered& rendered = words->rendered;
  Verdict verdict;
  switch (job.leased.delivery.channel) {
    case v1::CHANNEL_INBOX:
      verdict = {.fate = Fate::kArrived};
      break;
    case v1::CHANNEL_EMAIL:
      verdict = SendEmail(job, rendered, now, lot);
      break;
    case v1::CHANNEL_WEBHOOK:
      verdict = PostWebhook(job, rendered, context, now, lot);
      break;
    case v1::CHANNEL_SMS:
      verdict = SendSms(job, rendered, now, lot);
      break;
    default:
      verdict = {.fate = Fate::kDead, .reason = "an unknown channel"};
  }
  verdict.rendered = std::move(rendered);
  verdict.unwritten = std::move(words->unwritten);
  return verdict;
}

std::optional<Verdict> Sender::HeldUp(absl::string_view who, absl::string_view host, const Job& job,
                                      absl::Time now) {
  const auto silent = [](absl::Time until) {
    return Verdict{.fate = Fate::kPostponed,
                   .reason = "the other side does not answer, or asks to wait",
                   .next = until};
  };
  // Before it is counted: what waits for the silent takes no turn from others.
  if (const auto until = outages_.Until(who, now); until.has_value()) return silent(*until);
  if (outlets_.rates != nullptr) {
    const absl::Time turn = outlets_.rates->Take(host, job.leased.recipient.id(), now);
    if (turn > now) {
      return Verdict{.fate = Fate::kPostponed,
                     .reason = "too many in a short time to this host or recipient",
                     .next = turn};
    }
  }
  if (const auto until = outages_.Wait(who, now); until.has_value()) return silent(*until);
  return std::nullopt;
}

Verdict Sender::SendEmail(const Job& job, const v1::Rendered& rendered, absl::Time now,
                          double lot) {
  const v1::Recipient& recipient = job.leased.recipient;
  const StoredDelivery& delivery = job.leased.delivery;
  if (outlets_.smtp.host.empty()) {
    return {.fate = Fate::kDead, .reason = "no mail server is configured"};
  }
  if (auto wait = HeldUp(kMailServer, HostOf(recipient.email()), job, now)) return *wait;
  EmailMessage message{.from_name = outlets_.from_name,
                       .from_address = outlets_.from,
                       .to_name = recipient.title(),
                       .to_address = recipient.email(),
                       .subject = rendered.subject(),
                       .text = rendered.text(),
                       .html = rendered.html(),
                       .message_id = outlets_.letters.MessageId(delivery.id, HostOf(outlets_.from)),
                       .date = std::max(job.leased.notice.created, job.leased.notice.release),
                       .language = rendered.language(),
                       .envelope_from = outlets_.bounce.empty()
                                            ? outlets_.from
                                            : outlets_.letters.EnvelopeFrom(delivery.id)};
  if (!job.topic->mandatory() && !outlets_.public_url.empty()) {
    message.unsubscribe_url =
        absl::StrCat(outlets_.public_url, "/unsubscribe/",
                     UnsubscribeToken(sealer_, recipient.id(), job.topic->id()));
  }
  const absl::StatusOr<std::string> bytes = ComposeEmail(message);
  if (!bytes.ok()) return {.fate = Fate::kDead, .reason = std::string(bytes.status().message())};
  const Reply reply = smtp_.Send(message.envelope_from, recipient.email(), *bytes);
  now = clock_.Now();  // it may have taken long
  reply.outcome == Outcome::kUnreachable ? outages_.Failed(kMailServer, now)
                                         : outages_.Answered(kMailServer);
  Verdict verdict = OfReply(reply, delivery, now, lot);
  verdict.address = recipient.email();
  verdict.message_id = message.message_id;
  return verdict;
}

void Sender::NoteAnswer(const std::string& url, const WebhookReply& reply, absl::Time now) {
  if (reply.outcome == WebhookOutcome::kRefused) return;  // by us: he was not asked
  if (reply.outcome == WebhookOutcome::kDelivered) return outages_.Answered(url);
  if (reply.retry_after.has_value()) return outages_.Failed(url, now, now + *reply.retry_after);
  if (reply.code == 0 || reply.outcome == WebhookOutcome::kSlowDown) {
    return outages_.Failed(url, now);
  }
  outages_.Answered(url);
}

Verdict Sender::PostWebhook(const Job& job, const v1::Rendered& rendered, const Context& context,
                            absl::Time now, double lot) {
  const LeasedDelivery& leased = job.leased;
  if (auto wait = HeldUp(leased.url, WebhookHost(leased.url), job, now)) return *wait;
  std::vector<std::string> secrets;
  for (const std::string& sealed : {leased.sealed_secret, leased.sealed_old_secret}) {
    if (sealed.empty()) continue;
    const absl::StatusOr<std::string> secret = sealer_.Open(sealed, leased.recipient.id());
    if (!secret.ok()) {
      return {.fate = Fate::kDead, .reason = "the endpoint's secret cannot be opened"};
    }
    secrets.push_back(*secret);
  }
  const WebhookReply reply =
      webhooks_.Post(leased.url, leased.delivery.id, now, Payload(job, rendered), secrets, context);
  now = clock_.Now();  // it may have taken long
  NoteAnswer(leased.url, reply, now);
  const std::string words =
      reply.code == 0 ? reply.text : absl::StrCat(reply.code, " ", reply.text);
  Verdict verdict;
  switch (reply.outcome) {
    case WebhookOutcome::kDelivered:
      verdict = {.fate = Fate::kArrived, .reason = words};
      break;
    case WebhookOutcome::kGone:
      verdict = {.fate = Fate::kDead, .reason = words, .endpoint_gone = true};
      break;
    case WebhookOutcome::kRefused:
      verdict = {.fate = Fate::kDead, .reason = words};
      break;
    case WebhookOutcome::kSlowDown:
    case WebhookOutcome::kFailed: {
      FailedAttempt failed = Failed(leased.delivery, now, lot);
      failed.retry_after = reply.retry_after.value_or(absl::ZeroDuration());
      verdict = RetryOrDead(NextWebhookAttempt(failed), words);
      verdict.endpoint_failing = verdict.fate == Fate::kDead;
      break;
    }
  }
  verdict.address = WithoutQuery(leased.url);
  verdict.message_id = leased.delivery.id;
  return verdict;
}

Verdict Sender::SendSms(const Job& job, const v1::Rendered& rendered, absl::Time now, double lot) {
  if (outlets_.sms == nullptr) {
    return {.fate = Fate::kDead, .reason = "no way to send short messages is configured"};
  }
  // All short messages go to one gateway, which is a file.
  if (auto wait = HeldUp("", "", job, now)) return *wait;
  const StoredDelivery& delivery = job.leased.delivery;
  Verdict verdict =
      OfReply(outlets_.sms->Send(job.leased.recipient.phone(), rendered.sms(), delivery.id),
              delivery, now, lot);
  verdict.address = job.leased.recipient.phone();
  verdict.message_id = delivery.id;
  return verdict;
}

std::string UnsubscribeToken(const Sealer& sealer, const std::string& recipient,
                             const std::string& topic) {
  return absl::WebSafeBase64Escape(sealer.Seal(absl::StrCat(recipient, "\n", topic), kUnsubscribe));
}

absl::StatusOr<Unsubscription> ReadUnsubscribeToken(const Sealer& sealer, absl::string_view token) {
  const absl::Status refused = InvalidField("token", "is not a link that this service has sent");
  std::string sealed;
  if (!absl::WebSafeBase64Unescape(token, &sealed)) return refused;
  const absl::StatusOr<std::string> plain = sealer.Open(sealed, kUnsubscribe);
  if (!plain.ok()) return refused;
  const std::pair<std::string, std::string> parts =
      absl::StrSplit(*plain, absl::MaxSplits('\n', 1));
  return Unsubscription{.recipient = parts.first, .topic = parts.second};
}

}  // namespace tarazy::notifications
