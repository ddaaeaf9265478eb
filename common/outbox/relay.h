// Carries a service's events to one consumer, on a thread of its own.
#pragma once

#include <string>
#include <thread>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/base/clock.h"
#include "common/base/context.h"
#include "common/base/mutex.h"
#include "common/obs/metrics.h"
#include "common/outbox/outbox.h"
#include "common/outbox/set_aside.h"
#include "common/sql/database.h"

namespace tarazy::outbox {

// Reads the events after the consumer's position, delivers them, and moves the position together
// with what was refused in one transaction. Killed at any point it delivers some again, never
// fewer.
//
// Several processes of a service may run one each. The consumer's inbox makes their repeats
// harmless, and the order of each aggregate holds: a relay delivers an event only in order behind
// those before it, either in the same batch or behind a position that says the consumer has them
// already. So whatever comes late from a slower relay is something that the consumer has.
class Relay {
 public:
  struct Options {
    std::string service;   // whose events they are; a label of the metrics
    std::string consumer;  // who gets them; one position each
    absl::Duration idle_pause = absl::Milliseconds(100);
    int batch = 200;
    // After a failure it waits, with jitter, ever longer.
    absl::Duration first_pause = absl::Milliseconds(100);
    absl::Duration longest_pause = absl::Seconds(5);
    // For one delivery, and for each transaction.
    absl::Duration patience = absl::Seconds(20);
    // Delivered events are kept so long, for whoever looks.
    absl::Duration retention = absl::Hours(30 * 24);
    absl::Duration purge_every = absl::Hours(1);
    obs::Metrics* metrics = nullptr;  // may be null
  };

  // `database`, `clock` and the metrics must outlive it. Does nothing before Start.
  Relay(sql::Database& database, const Clock& clock, Deliver deliver, Options options);
  ~Relay() { Stop(); }
  Relay(const Relay&) = delete;
  Relay& operator=(const Relay&) = delete;

  void Start();
  // There may be something new: ends the pause of an idle relay. From any thread.
  void Wake();
  // Cancels the delivery under way and waits for the thread's end.
  void Stop();

 private:
  enum class Turn { kDelivered, kIdle };  // idle: nothing was there to do

  void Run();
  absl::Status Adopt();
  absl::StatusOr<Turn> DeliverNext();  // one batch
  // Some of those too old, every now and then; gives `turn`, or kDelivered while there are more.
  absl::StatusOr<Turn> PurgeWhenDue(Turn turn);
  void Measure();
  Context MakeContext();
  bool Stopping();
  void Pause(absl::Duration pause, bool until_woken);

  sql::Database& database_;
  const Clock& clock_;
  const Deliver deliver_;
  const Options options_;
  obs::Gauge lag_seconds_;
  obs::Gauge undelivered_;
  obs::Counter delivered_;
  obs::Counter refused_;
  absl::Time next_purge_ = absl::InfinitePast();    // of the thread only
  absl::Time next_measure_ = absl::InfinitePast();  // of the thread only

  Mutex mu_;
  CondVar changed_;
  bool stopping_ ABSL_GUARDED_BY(mu_) = false;
  bool woken_ ABSL_GUARDED_BY(mu_) = false;
  std::thread thread_;
};

}  // namespace tarazy::outbox
