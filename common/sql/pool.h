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

  // RESOURCE_EXHAUSTED when none gets free before the deadline; else what opening says.
  absl::StatusOr<Lease> Take(const Context& context) {
    {
      MutexLock lock(mu_);
      while (idle_.empty() && count_ >= max_) {
        if (absl::Now() >= context.deadline) return NoFreeConnection();
        if (context.Expired()) return Stopped(context);
        freed_.WaitUntil(mu_, NextLook(context));
      }
      if (!idle_.empty()) {
        std::unique_ptr<Connection> connection = std::move(idle_.back());
        idle_.pop_back();
        return Lease(*this, std::move(connection));
      }
      ++count_;
    }
    absl::StatusOr<std::unique_ptr<Connection>> opened = open_(context);
    if (opened.ok()) return Lease(*this, *std::move(opened));
    Forget();
    return std::move(opened).status();
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
    if (!connection->usable()) {
      connection.reset();
      Forget();
      return;
    }
    MutexLock lock(mu_);
    idle_.push_back(std::move(connection));
    freed_.NotifyOne();
  }

  void Forget() {
    MutexLock lock(mu_);
    --count_;
    freed_.NotifyOne();
  }

  const int max_;
  const Opener open_;
  Mutex mu_;
  CondVar freed_;
  std::vector<std::unique_ptr<Connection>> idle_ ABSL_GUARDED_BY(mu_);
  int count_ ABSL_GUARDED_BY(mu_) = 0;  // idle and leased
};

}  // namespace tarazy::sql
