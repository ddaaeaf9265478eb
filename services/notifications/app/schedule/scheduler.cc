#include "services/notifications/app/schedule/scheduler.h"

#include <utility>

#include "absl/time/clock.h"
#include "common/base/failpoint.h"
#include "common/base/status_macros.h"
#include "services/notifications/app/ladders/deadlines.h"
#include "services/notifications/app/notices/escalate.h"
#include "services/notifications/app/notices/spread.h"
#include "services/notifications/app/schedule/wall_schedule.h"

namespace tarazy::notifications {
namespace {

constexpr absl::Duration kPatience = absl::Seconds(30);
// The law of zones may be updated while the process runs.
constexpr absl::Duration kRederiveEvery = absl::Hours(24);
// A notice that could not be spread is tried again after so long.
constexpr absl::Duration kCareful = absl::Minutes(1);

}  // namespace

Scheduler::Scheduler(sql::Database& database, const tarazy::Clock& clock, const Ed25519Key& key,
                     Options options)
    : database_(database), clock_(clock), key_(key), options_(std::move(options)) {}

void Scheduler::Start() {
  thread_ = std::thread([this] { Run(); });
}

void Scheduler::Wake() {
  MutexLock lock(mu_);
  woken_ = true;
  changed_.NotifyAll();
}

void Scheduler::Stop() {
  {
    MutexLock lock(mu_);
    stopping_ = true;
    changed_.NotifyAll();
  }
  if (thread_.joinable()) thread_.join();
}

bool Scheduler::Stopping() {
  MutexLock lock(mu_);
  return stopping_;
}

void Scheduler::Run() {
  absl::Time next_rederive = absl::InfinitePast();
  while (!Stopping()) {
    bool more_to_rederive = false;
    if (absl::Now() >= next_rederive) {
      const absl::StatusOr<bool> more = RederiveSome();
      if (!more.ok()) options_.on_failure(more.status());
      more_to_rederive = more.ok() && *more;
      if (!more_to_rederive) {
        next_rederive = absl::Now() + (more.ok() ? kRederiveEvery : options_.rederive_again);
      }
    }
    const absl::StatusOr<bool> any = Tick();
    if (!any.ok()) options_.on_failure(any.status());
    if (any.ok() && (*any || more_to_rederive)) continue;
    MutexLock lock(mu_);
    const absl::Time until = absl::Now() + options_.idle;
    while (!stopping_ && !woken_ && absl::Now() < until) changed_.WaitUntil(mu_, until);
    woken_ = false;
  }
}

absl::StatusOr<int> Scheduler::InOne(
    absl::string_view what, absl::FunctionRef<absl::StatusOr<int>(sql::Tx&, absl::Time)> work) {
  const absl::Time now = clock_.Now();
  int done = 0;
  // Most looks find nothing: those write nothing.
  RETURN_IF_ERROR(
      database_.Write({.deadline = absl::Now() + kPatience}, [&](sql::Tx& tx) -> absl::Status {
        ASSIGN_OR_RETURN(done, work(tx, now));
        return absl::OkStatus();
      }));
  if (done > 0) Failpoint(what);
  return done;
}

absl::StatusOr<int> Scheduler::Spread() {
  const absl::Time start = clock_.Now();
  // Also when the clock was set back.
  if (start >= careful_until_ || careful_until_ > start + kCareful) {
    careful_until_ = absl::InfinitePast();
    spread_.passed_over.clear();
  }
  spread_.most = options_.chunk;
  spread_.alone = start < careful_until_;
  int64_t notice = 0;
  absl::StatusOr<int> spread =
      InOne("spread", [&](sql::Tx& tx, absl::Time now) -> absl::StatusOr<int> {
        ASSIGN_OR_RETURN(const bool any, SpreadSome(tx, spread_, now, notice));
        return any ? 1 : 0;
      });
  if (spread.ok() || notice == 0) return spread;
  // It holds up no other. Of several it is not known which one failed: then each goes alone.
  if (spread_.alone) spread_.passed_over.insert(notice);
  if (spread_.passed_over.size() <= 1) careful_until_ = clock_.Now() + kCareful;
  return spread;
}

absl::StatusOr<bool> Scheduler::Tick() {
  // What fails in one of them does not keep the next from its work.
  absl::Status failed;
  const auto done = [&](const absl::StatusOr<int>& step) {
    failed.Update(step.status());
    return step.value_or(0);
  };
  const int released = done(InOne("released", [&](sql::Tx& tx, absl::Time now) {
    return ReleaseDueSteps(tx, options_.reminders, now);
  }));
  const int escalated = done(InOne("escalated", [&](sql::Tx& tx, absl::Time now) {
    return EscalateDue(tx, options_.reminders, now);
  }));
  const int spread = done(Spread());
  if (spread > 0) options_.on_deliveries();
  const int sealed = done(InOne("sealed", [&](sql::Tx& tx, absl::Time now) {
    return SealDue(tx, key_, options_.block, options_.seal_every, now);
  }));
  RETURN_IF_ERROR(failed);
  return released + escalated + spread > 0 || sealed == options_.block;
}

absl::StatusOr<bool> Scheduler::RederiveSome() {
  Place next = rederived_;
  RETURN_IF_ERROR(
      database_.Write({.deadline = absl::Now() + kPatience}, [&](sql::Tx& tx) -> absl::Status {
        next = rederived_;
        if (!next.past_deadlines) {
          ASSIGN_OR_RETURN(next.deadline,
                           RederiveTimes(tx, next.deadline, options_.reminders, clock_.Now()));
          next.past_deadlines = next.deadline.empty();
        } else {
          ASSIGN_OR_RETURN(next.notice, RederiveReleases(tx, next.notice, options_.reminders));
          if (next.notice == 0) next = Place();
        }
        return absl::OkStatus();
      }));
  rederived_ = std::move(next);
  return rederived_.past_deadlines || !rederived_.deadline.empty();
}

}  // namespace tarazy::notifications
