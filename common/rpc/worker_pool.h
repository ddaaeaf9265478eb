// Threads for work that may block, when the caller's thread may not.
#pragma once

#include <deque>
#include <functional>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "common/base/mutex.h"

namespace tarazy::rpc {

class WorkerPool {
 public:
  // At most `threads`, each started when there is work for it; at most `max_waiting` tasks wait.
  WorkerPool(int threads, size_t max_waiting) : threads_(threads), max_waiting_(max_waiting) {}
  // Runs what waits, then ends.
  ~WorkerPool();
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;

  // False, and the task is never run, when too many wait.
  bool Run(std::function<void()> task);

 private:
  void Work();

  const int threads_;
  const size_t max_waiting_;
  Mutex mu_;
  CondVar changed_;
  std::deque<std::function<void()>> waiting_ ABSL_GUARDED_BY(mu_);
  std::vector<std::thread> started_ ABSL_GUARDED_BY(mu_);
  int idle_ ABSL_GUARDED_BY(mu_) = 0;
  bool stopping_ ABSL_GUARDED_BY(mu_) = false;
};

}  // namespace tarazy::rpc
