// Reminds people whom only the service that asks knows: each is fetched, written to and forgotten.
// No table, receipt or log says who they were. Whom the mail server told to come later is tried
// again: of him nothing is kept but his tag, and that in memory alone.
#pragma once

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/base/clock.h"
#include "common/base/context.h"
#include "common/base/ids.h"
#include "common/base/localized.h"
#include "common/base/mutex.h"
#include "common/sql/database.h"
#include "services/notifications/app/sending/letters.h"
#include "services/notifications/app/sending/sender.h"
#include "services/notifications/store/reminder_store.h"

namespace tarazy::notifications {

// Somebody to remind.
struct Invitee {
  std::string contact;
  std::string language;
  std::string link;
  std::string tag;       // the same for him in this batch, and like no other
  std::string position;  // to go on after him
};

struct InviteePage {
  std::vector<Invitee> people;  // none: there is nobody left
  Localized title;              // of what they are reminded of
  std::string closes;           // "2026-04-25"; empty: it has no end
};

// Who knows them.
class Roll {
 public:
  virtual ~Roll() = default;
  // Those after `batch.position`.
  virtual absl::StatusOr<InviteePage> After(const Context& context, const ReminderBatch& batch) = 0;
};

class ReminderPost {
 public:
  struct Options {
    absl::Duration idle = absl::Seconds(1);
    absl::Duration retry = absl::Minutes(5);   // after a mail server's or the roll's failure
    absl::Duration lease = absl::Minutes(10);  // renewed with every message
    int tries = 3;  // more of those whom the mail server refused for now, `retry` apart
    std::function<void(const absl::Status&)> on_failure = [](const absl::Status&) {};
  };

  // All must outlive it.
  ReminderPost(sql::Database& database, const tarazy::Clock& clock, const Outlets& outlets,
               Roll& roll, Options options);
  ~ReminderPost() { Stop(); }
  ReminderPost(const ReminderPost&) = delete;
  ReminderPost& operator=(const ReminderPost&) = delete;

  void Start();
  void Stop();

  // Sends what is due; true when there was a batch. Not from two threads at once.
  absl::StatusOr<bool> PostDue();

 private:
  enum class Sent { kYes, kNever, kNotNow, kLater };
  // How far a batch is.
  enum class After { kDone, kLost, kStopped, kWait };

  // A batch under its lease.
  struct Held {
    ReminderBatch batch;
    int64_t lease = 0;
    // Its pages are over.
    bool ended = false;
    // The tags of those who were refused for now, counted as failed until they are not: who dies
    // with this process is.
    std::set<std::string> refused;
    // The position before the first of them.
    std::string before_refused;
    int tries = 0;
    // When to go on.
    absl::Time next;
  };

  void Run();
  bool Stopping();
  // One that this process has waited with, or one that nobody has.
  absl::StatusOr<std::optional<Held>> NextDue();
  absl::StatusOr<CompiledTemplate> Letter();
  absl::StatusOr<After> Post(Held& held, const CompiledTemplate& letter);
  absl::StatusOr<After> PostPages(Held& held, const CompiledTemplate& letter);
  // Fetches them once more: who has answered in between, or is asked no more, is not among them.
  absl::StatusOr<After> PostRefused(Held& held, const CompiledTemplate& letter);
  absl::StatusOr<InviteePage> PageAfter(const ReminderBatch& batch);
  Sent SendOne(const Invitee& person, const InviteePage& page, const CompiledTemplate& letter);
  // Keeps the lease while anybody is remembered, else lets any process go on.
  absl::Status PutOff(Held held);
  // False when the lease was lost.
  absl::StatusOr<bool> Keep(const Held& held, std::optional<absl::Time> next);
  void Pause(absl::Duration pause);

  sql::Database& database_;
  const tarazy::Clock& clock_;
  const Outlets& outlets_;
  Roll& roll_;
  const Options options_;
  const std::string salt_ = RandomHex(16);
  Letters letters_;
  SmtpSender smtp_;
  std::vector<Held> held_;
  Mutex mu_;
  CondVar changed_;
  bool stopping_ ABSL_GUARDED_BY(mu_) = false;
  std::thread thread_;
};

}  // namespace tarazy::notifications
