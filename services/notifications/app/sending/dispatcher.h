// Sends what is due: one thread takes leases and stores what became of them, in few transactions;
// workers put the deliveries on the wire.
#pragma once

#include <atomic>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "common/base/clock.h"
#include "common/base/mutex.h"
#include "common/base/seal.h"
#include "common/sql/database.h"
#include "services/notifications/app/sending/finish.h"
#include "services/notifications/app/sending/letters.h"
#include "services/notifications/app/sending/sender.h"

namespace tarazy::notifications {

// Several processes may run one each on the same data: a lease keeps others off, and what is found
// under a lease that was lost is not stored.
class Dispatcher {
 public:
  struct Options {
    int workers = 4;
    int batch = 400;  // taken at most; memory is bounded by it
    absl::Duration lease = absl::Seconds(60);
    absl::Duration idle = absl::Seconds(1);  // looks again after so long, woken or not
    // Told of what could not be read or stored, which is tried again; called from its thread.
    std::function<void(const absl::Status&)> on_failure = [](const absl::Status&) {};
    // Something came into inboxes.
    std::function<void()> on_inbox = [] {};
    // Deliveries became something: how many of which state, through which channel.
    std::function<void(v1::Channel, v1::DeliveryState, int)> on_state =
        [](v1::Channel, v1::DeliveryState, int) {};
  };

  // All must outlive it.
  Dispatcher(sql::Database& database, const tarazy::Clock& clock, const Outlets& outlets,
             const Sealer& sealer, Options options);
  ~Dispatcher() { Stop(); }
  Dispatcher(const Dispatcher&) = delete;
  Dispatcher& operator=(const Dispatcher&) = delete;

  void Start();
  // Something may be due.
  void Wake();
  // Waits for what is on the wire and stores what became of it; the rest is given back.
  void Stop();

 private:
  void Coordinate();
  // `posts`: to endpoints too. One worker of several does not, however many endpoints are slow.
  void Work(bool posts);
  bool WorkersGone();
  std::deque<Job>::iterator NextFor(bool posts) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  // What goes into inboxes is there at once: no worker is waited for.
  void PutIntoInboxes(Sender& sender, std::vector<Job>& jobs);
  // `sender`: the coordinator's own, for what needs no wire. Stores the finished, takes new ones;
  // true when there was anything to do.
  absl::StatusOr<bool> Turn(Sender& sender);
  // In one transaction. `stored`: those whose lease was not lost.
  absl::Status StoreAndTake(absl::Span<const Finished> finished, size_t room,
                            std::vector<const Finished*>& stored, std::vector<Job>& jobs);
  // What nobody has begun.
  void GiveBackWaiting() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  // Enough is finished for a commit, or all that there is.
  bool WorthStoring() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  // Says what was stored.
  void Tell(const std::vector<const Finished*>& stored);
  absl::Status Take(sql::Tx& tx, int64_t lease, absl::Time now, int limit, std::vector<Job>& jobs);
  absl::Status ReadLetters(sql::Tx& tx, std::vector<Job>& jobs);

  sql::Database& database_;
  const tarazy::Clock& clock_;
  const Outlets& outlets_;
  const Sealer& sealer_;
  const Options options_;
  Letters letters_;
  Outages outages_;

  Mutex mu_;
  CondVar work_there_;  // for workers
  CondVar changed_;     // for the coordinator
  bool stopping_ ABSL_GUARDED_BY(mu_) = false;
  bool workers_gone_ ABSL_GUARDED_BY(mu_) = false;  // nothing more is found
  bool woken_ ABSL_GUARDED_BY(mu_) = false;
  size_t under_way_ ABSL_GUARDED_BY(mu_) = 0;  // taken and not finished
  std::deque<Job> waiting_ ABSL_GUARDED_BY(mu_);
  std::vector<Finished> finished_ ABSL_GUARDED_BY(mu_);
  std::thread coordinator_;
  std::vector<std::thread> workers_;
};

}  // namespace tarazy::notifications
