// The one writer of a SQLite file in this process, with group commit. Included by common/sql only.
#pragma once

#include <deque>
#include <memory>
#include <thread>
#include <vector>

#include "common/base/context.h"
#include "common/base/mutex.h"
#include "common/sql/database.h"
#include "common/sql/sqlite_connection.h"

namespace tarazy::sql {

// Concurrent writes share one transaction and so one fsync: whoever finds no leader becomes it,
// begins, runs the closures that wait, each inside its own savepoint, commits once, and tells each
// its result. The leader's thread thus runs other callers' short closures. A bulk write is a group
// of its own, led by its own caller.
class SqliteWriter {
 public:
  enum class Length { kShort, kBulk };

  explicit SqliteWriter(std::unique_ptr<SqliteConnection> connection)
      : connection_(std::move(connection)) {}

  // Gives up at the deadline while the closure has not started; after that waits for the outcome.
  absl::Status Write(const Context& context, Work work, Length length);

 private:
  enum class State { kQueued, kStarted, kDone };
  struct Waiter {
    const Context& context;
    Work work;
    Length length;
    const std::thread::id thread = std::this_thread::get_id();
    State state = State::kQueued;
    absl::Status result;
    CondVar changed;
  };

  bool MayLead(const Waiter& waiter) const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  void LeadOneGroup(Waiter& self);
  absl::Status Begin(const Context& context);
  // The next for a group of `size` so far; null when it is complete.
  Waiter* StartNext(size_t size);
  absl::Status RunInSavepoint(Waiter& waiter);
  void CommitGroup(const std::vector<Waiter*>& group);
  void Finish(Waiter& waiter, absl::Status result);
  void Requeue(const std::vector<Waiter*>& group);
  void Leave(Waiter& waiter) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);

  const std::unique_ptr<SqliteConnection> connection_;  // the leader's

  Mutex mu_;
  std::deque<Waiter*> queue_ ABSL_GUARDED_BY(mu_);
  bool has_leader_ ABSL_GUARDED_BY(mu_) = false;
  std::thread::id leader_ ABSL_GUARDED_BY(mu_);
};

}  // namespace tarazy::sql
