// What happens by the clock: reminders come due, notices are spread over their recipients, silence
// is reported, receipts are sealed.
#pragma once

#include <functional>
#include <string>
#include <thread>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/base/clock.h"
#include "common/base/ed25519.h"
#include "common/base/mutex.h"
#include "common/sql/database.h"
#include "services/notifications/app/notices/spread.h"
#include "services/notifications/app/proof/proofs.h"

namespace tarazy::notifications {

// Several processes may run one each on the same data: each step is taken once.
class Scheduler {
 public:
  struct Options {
    absl::Duration idle = absl::Milliseconds(500);  // between looks, unless woken
    int chunk = 500;                                // recipients in one transaction
    // Reminders in one: so few that whatever else waits for the tick, or for SQLite's one writer,
    // waits milliseconds on a morning when tens of thousands are due.
    int reminders = 20;
    // Until what waits for a wall time is looked at again, after a failure.
    absl::Duration rederive_again = absl::Seconds(10);
    int block = kMostReceipts;  // receipts in one block
    // A block that is not full is made so long after the one before.
    absl::Duration seal_every = absl::Hours(1);
    // Told of what failed, which is tried again; called from its thread.
    std::function<void(const absl::Status&)> on_failure = [](const absl::Status&) {};
    // Deliveries were made.
    std::function<void()> on_deliveries = [] {};
  };

  // All must outlive it.
  Scheduler(sql::Database& database, const tarazy::Clock& clock, const Ed25519Key& key,
            Options options);
  ~Scheduler() { Stop(); }
  Scheduler(const Scheduler&) = delete;
  Scheduler& operator=(const Scheduler&) = delete;

  void Start();
  // A notice was made.
  void Wake();
  void Stop();

  // Some of what is due now; what Start does again and again. True when there was anything. Not
  // while it runs by itself.
  absl::StatusOr<bool> Tick();
  // Puts some of what waits for a wall time at the instants of the zones' law as this process knows
  // it; done between ticks, from the start and every day, when that law may have changed. False at
  // the end of all of it: the next call begins anew. As Tick.
  absl::StatusOr<bool> RederiveSome();

 private:
  // How far it is with what waits for a wall time.
  struct Place {
    std::string deadline;
    bool past_deadlines = false;
    int64_t notice = 0;
  };

  void Run();
  absl::StatusOr<int> InOne(absl::string_view what,
                            absl::FunctionRef<absl::StatusOr<int>(sql::Tx&, absl::Time)> work);
  absl::StatusOr<int> Spread();
  bool Stopping();

  sql::Database& database_;
  const tarazy::Clock& clock_;
  const Ed25519Key& key_;
  const Options options_;
  SpreadOptions spread_;
  absl::Time careful_until_ =
      absl::InfinitePast();  // notices that could not be spread wait so long
  Place rederived_;
  Mutex mu_;
  CondVar changed_;
  bool stopping_ ABSL_GUARDED_BY(mu_) = false;
  bool woken_ ABSL_GUARDED_BY(mu_) = false;
  std::thread thread_;
};

}  // namespace tarazy::notifications
