#include "common/rpc/worker_pool.h"

#include <utility>

namespace tarazy::rpc {

WorkerPool::~WorkerPool() {
  std::vector<std::thread> started;
  {
    MutexLock lock(mu_);
    stopping_ = true;
    changed_.NotifyAll();
    started.swap(started_);
  }
  for (std::thread& thread : started) thread.join();
}

bool WorkerPool::Run(std::function<void()> task) {
  MutexLock lock(mu_);
  if (stopping_ || waiting_.size() >= max_waiting_) return false;
  waiting_.push_back(std::move(task));
  const bool all_busy = waiting_.size() > static_cast<size_t>(idle_);
  if (all_busy && started_.size() < static_cast<size_t>(threads_)) {
    started_.emplace_back([this] { Work(); });
  } else {
    changed_.NotifyOne();
  }
  return true;
}

void WorkerPool::Work() {
  while (true) {
    std::function<void()> task;
    {
      MutexLock lock(mu_);
      ++idle_;
      while (waiting_.empty() && !stopping_) changed_.Wait(mu_);
      --idle_;
      if (waiting_.empty()) return;
      task = std::move(waiting_.front());
      waiting_.pop_front();
    }
    task();
  }
}

}  // namespace tarazy::rpc
