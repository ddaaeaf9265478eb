#include "services/notifications/app/reminders/reminder_post.h"

#include <optional>
#include <utility>

#include "absl/random/random.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/base/error.h"
#include "common/base/failpoint.h"
#include "common/base/seal.h"
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
// Tags of one batch: a megabyte or two.
constexpr size_t kMostRefused = 20'000;

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

absl::StatusOr<bool> ReminderPost::Keep(const Held& held, std::optional<absl::Time> next) {
  bool mine = false;
  RETURN_IF_ERROR(
      database_.Write({.deadline = absl::Now() + kPatience}, [&](sql::Tx& tx) -> absl::Status {
        ASSIGN_OR_RETURN(mine, KeepReminderBatch(tx, held.batch, held.lease, next));
        return absl::OkStatus();
      }));
  return mine;
}

absl::StatusOr<std::optional<ReminderPost::Held>> ReminderPost::NextDue() {
  const absl::Time now = clock_.Now();
  for (auto held = held_.begin(); held != held_.end(); ++held) {
    if (held->next > now) continue;
    ASSIGN_OR_RETURN(const bool mine, Keep(*held, now + options_.lease));
    std::optional<Held> due = std::move(*held);
    held_.erase(held);
    if (mine) return due;
    break;  // another process has gone on with it
  }
  absl::BitGen lots;
  Held held{.lease = absl::Uniform<int64_t>(lots, 1, int64_t{1} << 62)};
  std::optional<ReminderBatch> batch;
  RETURN_IF_ERROR(
      database_.Write({.deadline = absl::Now() + kPatience}, [&](sql::Tx& tx) -> absl::Status {
        ASSIGN_OR_RETURN(batch, LeaseReminderBatch(tx, held.lease, now, now + options_.lease));
        return absl::OkStatus();
      }));
  if (!batch.has_value()) return std::optional<Held>();
  held.batch = *std::move(batch);
  return std::optional<Held>(std::move(held));
}

absl::StatusOr<CompiledTemplate> ReminderPost::Letter() {
  std::optional<CompiledTemplate> letter;
  RETURN_IF_ERROR(
      database_.Read({.deadline = absl::Now() + kPatience}, [&](sql::Tx& tx) -> absl::Status {
        ASSIGN_OR_RETURN(const int64_t version, NewestVersion(tx, kLetter));
        ASSIGN_OR_RETURN(letter, letters_.Compiled(tx, kLetter, version));
        return absl::OkStatus();
      }));
  return *std::move(letter);
}

absl::StatusOr<bool> ReminderPost::PostDue() {
  ASSIGN_OR_RETURN(std::optional<Held> held, NextDue());
  if (!held.has_value()) return false;
  const absl::StatusOr<CompiledTemplate> letter = Letter();
  const absl::StatusOr<After> after = letter.ok() ? Post(*held, *letter) : letter.status();
  if (!after.ok() || *after == After::kWait) RETURN_IF_ERROR(PutOff(*std::move(held)));
  if (!after.ok()) return after.status();
  return true;
}

absl::Status ReminderPost::PutOff(Held held) {
  held.next = clock_.Now() + options_.retry;
  const bool remembers = !held.refused.empty();
  const absl::StatusOr<bool> mine = Keep(held, remembers ? held.next + options_.lease : held.next);
  // Also when nobody knows whether it is: that is asked again.
  if (remembers && (!mine.ok() || *mine)) held_.push_back(std::move(held));
  return mine.status();
}

absl::StatusOr<ReminderPost::After> ReminderPost::Post(Held& held, const CompiledTemplate& letter) {
  const absl::StatusOr<After> after =
      held.ended ? PostRefused(held, letter) : PostPages(held, letter);
  if (after.ok() && (*after == After::kLost || *after == After::kStopped)) return after;
  // While the roll or the mail server is away nobody was tried.
  if (!after.ok() || *after == After::kWait) return after;
  if (held.ended) ++held.tries;
  held.ended = true;
  if (!held.refused.empty() && held.tries < options_.tries) return After::kWait;
  RETURN_IF_ERROR(Keep(held, std::nullopt).status());
  return After::kDone;
}

absl::StatusOr<InviteePage> ReminderPost::PageAfter(const ReminderBatch& batch) {
  return roll_.After({.deadline = absl::Now() + kPatience}, batch);
}

absl::StatusOr<ReminderPost::After> ReminderPost::PostPages(Held& held,
                                                            const CompiledTemplate& letter) {
  ReminderBatch& batch = held.batch;
  while (true) {
    ASSIGN_OR_RETURN(const InviteePage page, PageAfter(batch));
    if (page.people.empty()) return After::kDone;
    for (const Invitee& person : page.people) {
      if (Stopping()) return After::kStopped;
      const Sent sent = SendOne(person, page, letter);
      if (sent == Sent::kLater) return After::kWait;
      if (sent == Sent::kNotNow && held.refused.size() < kMostRefused) {
        if (held.refused.empty()) held.before_refused = batch.position;
        held.refused.insert(person.tag);
      }
      (sent == Sent::kYes ? batch.sent : batch.failed) += 1;
      batch.position = person.position;
      Failpoint("reminded");
      ASSIGN_OR_RETURN(const bool mine, Keep(held, clock_.Now() + options_.lease));
      if (!mine) return After::kLost;
    }
  }
}

absl::StatusOr<ReminderPost::After> ReminderPost::PostRefused(Held& held,
                                                              const CompiledTemplate& letter) {
  ReminderBatch place = held.batch;
  place.position = held.before_refused;
  std::set<std::string> unseen = held.refused;
  while (!unseen.empty()) {
    ASSIGN_OR_RETURN(const InviteePage page, PageAfter(place));
    if (page.people.empty()) break;
    for (const Invitee& person : page.people) {
      if (Stopping()) return After::kStopped;
      place.position = person.position;
      if (unseen.erase(person.tag) == 0) continue;
      const Sent sent = SendOne(person, page, letter);
      if (sent == Sent::kLater) return After::kWait;
      if (sent != Sent::kNotNow) held.refused.erase(person.tag);
      if (sent == Sent::kYes) {
        held.batch.sent += 1;
        held.batch.failed -= 1;
      }
      ASSIGN_OR_RETURN(const bool mine, Keep(held, clock_.Now() + options_.lease));
      if (!mine) return After::kLost;
    }
  }
  for (const std::string& gone : unseen) held.refused.erase(gone);
  return After::kDone;
}

ReminderPost::Sent ReminderPost::SendOne(const Invitee& person, const InviteePage& page,
                                         const CompiledTemplate& letter) {
  const std::string host = outlets_.from.substr(outlets_.from.rfind('@') + 1);
  const std::string domain =
      absl::AsciiStrToLower(person.contact.substr(person.contact.rfind('@') + 1));
  for (absl::Time now = clock_.Now(); outlets_.rates != nullptr; now = clock_.Now()) {
    // Whom it is for is kept by nobody: his turns are counted under what only this process can
    // make.
    const absl::Time turn = outlets_.rates->Take(domain, HmacOfParts(salt_, {person.contact}), now);
    if (turn <= now) break;
    // Nobody holds a batch for longer than he has it for.
    if (turn - now > options_.lease / 2) return Sent::kLater;
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
    case Outcome::kPermanent:
      return Sent::kNever;
    // A server that does not know the sender yet asks him to come again (greylisting); one address
    // must not hold up all behind it.
    case Outcome::kTransient:
      return Sent::kNotNow;
    case Outcome::kUnreachable:
      return Sent::kLater;
  }
  return Sent::kLater;
}

}  // namespace tarazy::notifications
