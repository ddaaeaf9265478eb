#include "common/sql/sqlite_writer.h"

#include <algorithm>

#include "absl/time/clock.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "common/sql/backoff.h"
#include "common/sql/engine_error.h"
#include "common/sql/sqlite_tx.h"

namespace tarazy::sql {
namespace {

// A group stays open no longer, so that its first member does not wait for a stream of others.
constexpr absl::Duration kLongestGroup = absl::Milliseconds(20);
constexpr size_t kLargestGroup = 128;

// When the file could not be written, its journal may still hold the whole transaction.
absl::Status CommitError(const absl::Status& status) {
  if (!absl::IsInternal(status)) return status;
  const ErrorDetail detail = DetailOf(status);
  return EngineError(Failure::kCommitUnknown,
                     detail.metadata.empty() ? "" : detail.metadata[0].second);
}

}  // namespace

absl::Status SqliteWriter::Write(const Context& context, Work work, Length length) {
  Waiter self{context, work, length};
  MutexLock lock(mu_);
  if (has_leader_ && leader_ == std::this_thread::get_id()) {
    return Internal("a write was started inside a write");
  }
  queue_.push_back(&self);
  while (self.state != State::kDone) {
    if (MayLead(self)) {
      has_leader_ = true;
      leader_ = std::this_thread::get_id();
      mu_.Unlock();
      LeadOneGroup(self);
      mu_.Lock();
      has_leader_ = false;
      if (!queue_.empty()) queue_.front()->changed.NotifyOne();
    } else if (self.state == State::kStarted) {
      self.changed.Wait(mu_);
    } else if (context.Expired()) {
      Leave(self);
      return Stopped(context);
    } else {
      self.changed.WaitUntil(mu_, NextLook(context));
    }
  }
  return std::move(self.result);
}

// Whose turn a bulk write is must not run it: its caller may wait an hour, another may not.
bool SqliteWriter::MayLead(const Waiter& waiter) const {
  if (has_leader_ || waiter.state != State::kQueued) return false;
  return queue_.front() == &waiter || queue_.front()->length == Length::kShort;
}

// The queue is taken only once the transaction has begun: should the leader's deadline pass while
// another process holds the file, the others lose nothing.
void SqliteWriter::LeadOneGroup(Waiter& self) {
  if (absl::Status status = Begin(self.context); !status.ok()) {
    {
      MutexLock lock(mu_);
      Leave(self);
    }
    Finish(self, std::move(status));
    return;
  }
  std::vector<Waiter*> group;
  const absl::Time end = absl::Now() + kLongestGroup;
  while (group.size() < kLargestGroup) {
    Waiter* const next = StartNext(group.size());
    if (next == nullptr) break;
    absl::Status status = RunInSavepoint(*next);
    const bool in_transaction = connection_->InTransaction();
    if (status.ok() && in_transaction) {
      group.push_back(next);
    } else {
      if (status.ok()) status = Internal("a closure ended its transaction");
      Finish(*next, std::move(status));
    }
    if (!in_transaction) {
      // SQLite rolls everything back when a change is interrupted: the others run once more.
      Requeue(group);
      return;
    }
    if (next->length == Length::kBulk || absl::Now() >= end) break;
  }
  CommitGroup(group);
}

absl::Status SqliteWriter::Begin(const Context& context) {
  const SqliteConnection::Patience patience(*connection_, context);
  Backoff backoff(context);
  RETURN_IF_ERROR(CheckWaiting(context));
  absl::Status status = connection_->Run("BEGIN IMMEDIATE");
  while (IsLostRace(status) && backoff.Wait()) status = connection_->Run("BEGIN IMMEDIATE");
  return status;
}

SqliteWriter::Waiter* SqliteWriter::StartNext(size_t size) {
  MutexLock lock(mu_);
  while (!queue_.empty()) {
    Waiter* const next = queue_.front();
    if (next->length == Length::kBulk && (size > 0 || leader_ != next->thread)) return nullptr;
    queue_.pop_front();
    if (!next->context.Expired()) {
      next->state = State::kStarted;
      return next;
    }
    next->result = Stopped(next->context);
    next->state = State::kDone;
    next->changed.NotifyOne();
  }
  return nullptr;
}

absl::Status SqliteWriter::RunInSavepoint(Waiter& waiter) {
  RETURN_IF_ERROR(connection_->Run("SAVEPOINT closure"));
  absl::Status status;
  {
    SqliteTx tx(*connection_, waiter.context);
    status = waiter.work(tx);
    if (status.ok()) status = tx.failure();
  }
  // A deferred foreign key would fail the COMMIT of the whole group.
  if (status.ok() && connection_->HasUnresolvedReferences()) {
    status = EngineError(Failure::kReference, "787");
  }
  if (status.ok()) status = connection_->Run("RELEASE closure");
  if (status.ok() || !connection_->InTransaction()) return status;
  const bool undone =
      connection_->Run("ROLLBACK TO closure").ok() && connection_->Run("RELEASE closure").ok();
  if (!undone) connection_->Run("ROLLBACK").IgnoreError();
  return status;
}

void SqliteWriter::CommitGroup(const std::vector<Waiter*>& group) {
  absl::Status status = connection_->Run(group.empty() ? "ROLLBACK" : "COMMIT");
  if (!status.ok()) {
    status = CommitError(status);
    if (connection_->InTransaction()) connection_->Run("ROLLBACK").IgnoreError();
  }
  for (Waiter* const waiter : group) Finish(*waiter, status);
}

// The waiter may be gone as soon as the lock is.
void SqliteWriter::Finish(Waiter& waiter, absl::Status result) {
  MutexLock lock(mu_);
  waiter.result = std::move(result);
  waiter.state = State::kDone;
  waiter.changed.NotifyOne();
}

void SqliteWriter::Requeue(const std::vector<Waiter*>& group) {
  MutexLock lock(mu_);
  for (auto waiter = group.rbegin(); waiter != group.rend(); ++waiter) {
    (*waiter)->state = State::kQueued;
    queue_.push_front(*waiter);
    (*waiter)->changed.NotifyOne();
  }
}

void SqliteWriter::Leave(Waiter& waiter) {
  queue_.erase(std::find(queue_.begin(), queue_.end(), &waiter));
}

}  // namespace tarazy::sql
