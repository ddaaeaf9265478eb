// A bounded set of connections, opened when needed. Included by common/sql only.
#pragma once

#include <functional>
#include <memory>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "common/base/context.h"
#include "common/base/mutex.h"
#include "common/sql/backoff.h"
#include "common/sql/engine_error.h"

namespace tarazy::sql {

// `Connection` has `bool usable() const`: whether the next transaction may have it.
template <typename Connection>
class Pool {
 public:
  using Opener = std::function<absl::StatusOr<std::unique_ptr<Connection>>(const Context&)>;

  // Gives the connection back when it ends. The pool must outlive it.
  class Lease {
   public:
    Lease(Pool& pool, std::unique_ptr<Connection> connection)
        : pool_(&pool), connection_(std::move(connection)) {}
    Lease(Lease&& other) = default;
    Lease& operator=(Lease&& other) = delete;
    ~Lease() {
      if (connection_ != nullptr) pool_->GiveBack(std::move(connection_));
    }
    Connection& operator*() { return *connection_; }

   private:
    Pool* pool_;
    std::unique_ptr<Connection> connection_;
  };

  Pool(int max, Opener open) : max_(max), open_(std::move(open)) {}

  // RESOURCE_EXHAUSTED when none gets free before the deadline. When the server refuses another one
  // (it may have no room) while others are in use, one of those is waited for; what opening says
  // comes back when there is none.
  absl::StatusOr<Lease> Take(const Context& context) {
    absl::Status refused;
    for (;;) {
      {
        MutexLock lock(mu_);
        while (idle_.empty() && (refused.ok() ? count_ >= max_ : in_use_ > 0)) {
          if (absl::Now() >= context.deadline) return refused.ok() ? NoFreeConnection() : refused;
          if (context.Expired()) return Stopped(context);
          freed_.WaitUntil(mu_, NextLook(context));
        }
        if (!idle_.empty()) {
          std::unique_ptr<Connection> connection = std::move(idle_.back());
          idle_.pop_back();
          ++in_use_;
          return Lease(*this, std::move(connection));
        }
        if (!refused.ok()) return refused;
        ++count_;
      }
      absl::StatusOr<std::unique_ptr<Connection>> opened = open_(context);
      MutexLock lock(mu_);
      if (opened.ok()) {
        ++in_use_;
        return Lease(*this, *std::move(opened));
      }
      --count_;
      freed_.NotifyAll();
      refused = std::move(opened).status();
    }
  }

  // Closes those nobody uses: when the server is lost, they are as dead as the one that told so.
  void DropIdle() {
    std::vector<std::unique_ptr<Connection>> dropped;  // closed without the lock
    MutexLock lock(mu_);
    dropped.swap(idle_);
    count_ -= static_cast<int>(dropped.size());
    freed_.NotifyAll();
  }

 private:
  void GiveBack(std::unique_ptr<Connection> connection) {
    const bool usable = connection->usable();
    if (!usable) connection.reset();  // without the lock
    MutexLock lock(mu_);
    --in_use_;
    if (usable) {
      idle_.push_back(std::move(connection));
      freed_.NotifyOne();
    } else {
      --count_;
      freed_.NotifyAll();  // whoever waits for one of those in use: there is one less
    }
  }

  const int max_;
  const Opener open_;
  Mutex mu_;
  CondVar freed_;
  std::vector<std::unique_ptr<Connection>> idle_ ABSL_GUARDED_BY(mu_);
  int count_ ABSL_GUARDED_BY(mu_) = 0;  // idle, in use, and being opened
  int in_use_ ABSL_GUARDED_BY(mu_) = 0;
};

}  // namespace tarazy::sql
