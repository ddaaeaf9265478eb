// Runs independent tasks on a few threads. Which thread runs a task never shows in its result.
#pragma once

#include <atomic>
#include <cstddef>
#include <system_error>
#include <thread>
#include <vector>

#include "absl/functional/function_ref.h"

namespace tarazy::rankings {

// Calls task(0) … task(count - 1), each once, on the calling thread and up to threads - 1 others;
// returns when all are done. Tasks must not throw.
inline void ParallelFor(int threads, size_t count, absl::FunctionRef<void(size_t)> task) {
  std::atomic<size_t> next = 0;
  const auto work = [&] {
    for (size_t i = next.fetch_add(1); i < count; i = next.fetch_add(1)) task(i);
  };
  std::vector<std::thread> helpers;
  for (int i = 1; i < threads && static_cast<size_t>(i) < count; ++i) {
    try {
      helpers.emplace_back(work);
    } catch (const std::system_error&) {
      break;  // no more threads to be had: the calling one does the rest
    }
  }
  work();
  for (std::thread& helper : helpers) helper.join();
}

}  // namespace tarazy::rankings
