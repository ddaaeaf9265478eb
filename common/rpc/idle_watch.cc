#include "common/rpc/idle_watch.h"

#include <algorithm>
#include <utility>

namespace tarazy::rpc {

IdleWatch::IdleWatch(absl::Time deadline, std::function<void()> stop, absl::Duration max_idle)
    : deadline_(deadline),
      stop_(std::move(stop)),
      max_idle_(max_idle),
      thread_([this] { Watch(); }) {}

IdleWatch::~IdleWatch() {
  {
    MutexLock lock(mu_);
    done_ = true;
  }
  wake_.NotifyAll();
  thread_.join();
}

void IdleWatch::Touch() const {
  MutexLock lock(mu_);
  last_ = absl::Now();
}

void IdleWatch::Watch() {
  MutexLock lock(mu_);
  while (!done_) {
    const absl::Time end = std::min(deadline_, last_ + max_idle_);
    if (absl::Now() >= end) return stop_();
    wake_.WaitUntil(mu_, end);
  }
}

}  // namespace tarazy::rpc
