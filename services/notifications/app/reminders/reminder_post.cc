#include "services/notifications/app/reminders/reminder_post.h"

#include <optional>
#include <utility>

#include "absl/random/random.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/base/error.h"
#include "common/base/failpoint.h"
#include "common/base/status_macros.h"
#include "services/notifications/channel/email/email_message.h"
#include "services/notifications/domain/template/built_in_values.h"
#include "services/notifications/domain/template/language.h"
#include "services/notifications/domain/timing/wall_time.h"
#include "services/notifications/store/topic_store.h"

namespace tarazy::notifications {
namespace {

constexpr char kLetter[] = "survey-reminder";
constexpr absl::Duration kPatience = absl::Seconds(30);

}  // namespace

ReminderPost::ReminderPost(sql::Database& database, const tarazy::Clock& clock,
                           const Outlets& outlets, Roll& roll, Options options)
    : database_(database),
      clock_(clock),
      outlets_(outlets),
      roll_(roll),
      options_(std::move(options)),
      smtp_(outlets.smtp) {}

void ReminderPost::Start() {
  thread_ = std::thread([this] { Run(); });
}

void ReminderPost::Stop() {
  {
    MutexLock lock(mu_);
    stopping_ = true;
    changed_.NotifyAll();
  }
  if (thread_.joinable()) thread_.join();
}

bool ReminderPost::Stopping() {
  MutexLock lock(mu_);
  return stopping_;
}

void ReminderPost::Pause(absl::Duration pause) {
  MutexLock lock(mu_);
  const absl::Time until = absl::Now() + pause;
  while (!stopping_ && absl::Now() < until) changed_.WaitUntil(mu_, until);
}

void ReminderPost::Run() {
  while (!Stopping()) {
    const absl::StatusOr<bool> posted = PostDue();
    if (!posted.ok()) options_.on_failure(posted.status());
    if (!posted.ok() || !*posted) Pause(options_.idle);
  }
}

absl::StatusOr<bool> ReminderPost::Keep(const ReminderBatch& batch, int64_t lease,
                                        std::optional<absl::Time> next) {
  bool mine = false;
  RETURN_IF_ERROR(
      database_.Write({.deadline = absl::Now() + kPatience}, [&](sql::Tx& tx) -> absl::Status {
        ASSIGN_OR_RETURN(mine, KeepReminderBatch(tx, batch, lease, next));
        return absl::OkStatus();
      }));
  return mine;
}

absl::StatusOr<bool> ReminderPost::PostDue() {
  absl::BitGen lots;
  const int64_t lease = absl::Uniform<int64_t>(lots, 1, int64_t{1} << 62);
  std::optional<ReminderBatch> batch;
  std::optional<CompiledTemplate> letter;
  RETURN_IF_ERROR(
      database_.Write({.deadline = absl::Now() + kPatience}, [&](sql::Tx& tx) -> absl::Status {
        const absl::Time now = clock_.Now();
        ASSIGN_OR_RETURN(batch, LeaseReminderBatch(tx, lease, now, now + options_.lease));
        if (!batch.has_value()) return absl::OkStatus();
        ASSIGN_OR_RETURN(const int64_t version, NewestVersion(tx, kLetter));
        ASSIGN_OR_RETURN(letter, letters_.Compiled(tx, kLetter, version));
        return absl::OkStatus();
      }));
  if (!batch.has_value()) return false;
  while (!Stopping()) {
    const absl::StatusOr<InviteePage> page =
        roll_.After({.deadline = absl::Now() + kPatience}, *batch);
    if (!page.ok()) {
      RETURN_IF_ERROR(Keep(*batch, lease, clock_.Now() + options_.retry).status());
      return page.status();
    }
    if (page->people.empty()) {
      RETURN_IF_ERROR(Keep(*batch, lease, std::nullopt).status());
      return true;
    }
    ASSIGN_OR_RETURN(const bool on, PostPage(*batch, lease, *page, *letter));
    if (!on) return true;
  }
  return true;
}

absl::StatusOr<bool> ReminderPost::PostPage(ReminderBatch& batch, int64_t lease,
                                            const InviteePage& page,
                                            const CompiledTemplate& letter) {
  for (const Invitee& person : page.people) {
    if (Stopping()) return false;
    const Sent sent = SendOne(person, page, letter);
    if (sent == Sent::kLater) {
      RETURN_IF_ERROR(Keep(batch, lease, clock_.Now() + options_.retry).status());
      return false;
    }
    (sent == Sent::kYes ? batch.sent : batch.failed) += 1;
    batch.position = person.position;
    Failpoint("reminded");
    ASSIGN_OR_RETURN(const bool mine, Keep(batch, lease, clock_.Now() + options_.lease));
    if (!mine) return false;
  }
  return true;
}

ReminderPost::Sent ReminderPost::SendOne(const Invitee& person, const InviteePage& page,
                                         const CompiledTemplate& letter) {
  const std::string host = outlets_.from.substr(outlets_.from.rfind('@') + 1);
  const std::string domain = person.contact.substr(person.contact.rfind('@') + 1);
  for (absl::Time now = clock_.Now(); outlets_.rates != nullptr; now = clock_.Now()) {
    const absl::Time turn = outlets_.rates->Take(domain, person.contact, now);
    if (turn <= now) break;
    Pause(turn - now);
    if (Stopping()) return Sent::kLater;
  }
  NoticeValues values = {{"title", page.title}, {"link", person.link}};
  if (!page.closes.empty()) values["closes"] = page.closes;
  // The built-in link is a link; a bare code is none.
  AddBuiltIns({.recipient = "", .topic = page.title, .now = clock_.Now()}, values);
  const absl::StatusOr<v1::Rendered> rendered = letter.Render(
      values, ParseLanguage(person.language).value_or(Language::kKk), absl::UTCTimeZone());
  if (!rendered.ok()) return Sent::kNever;
  const EmailMessage message{.from_name = outlets_.from_name,
                             .from_address = outlets_.from,
                             .to_address = person.contact,
                             .subject = rendered->subject(),
                             .text = rendered->text(),
                             .html = rendered->html(),
                             .message_id = absl::StrCat("<", person.tag, "@", host, ">"),
                             .date = clock_.Now(),
                             .language = rendered->language(),
                             .envelope_from = outlets_.from};
  const absl::StatusOr<std::string> bytes = ComposeEmail(message);
  if (!bytes.ok()) return Sent::kNever;
  switch (smtp_.Send(message.envelope_from, person.contact, *bytes).outcome) {
    case Outcome::kAccepted:
      return Sent::kYes;
    // One address must not hold up all behind it, and nothing is kept to come back to it.
    case Outcome::kPermanent:
    case Outcome::kTransient:
      return Sent::kNever;
    case Outcome::kUnreachable:
      return Sent::kLater;
  }
  return Sent::kLater;
}

}  // namespace tarazy::notifications
