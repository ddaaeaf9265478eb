// The open streams of a feed and the thread that looks for them. For feed.h.
#pragma once

#include <atomic>
#include <functional>
#include <set>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/base/mutex.h"
#include "common/rpc/runtime.h"

namespace tarazy::rpc {

class FeedStream;

struct FeedOptions {
  size_t max_streams = 256;  // open at once; beyond: RESOURCE_EXHAUSTED
  // How often it looks, woken or not, while there are streams.
  absl::Duration poll = absl::Milliseconds(200);
  absl::Duration max_stall = absl::Seconds(30);  // of a caller who does not read
};

class FeedStreams {
 public:
  // `look` learns what is new, so that readers know whether they are behind; only the thread in
  // here calls it, and only while there are streams. It may block, but not for long: who has to end
  // waits for it.
  FeedStreams(Runtime& runtime, const FeedOptions& options, std::function<void()> look);
  // Ends what is open and waits for it.
  ~FeedStreams();
  FeedStreams(const FeedStreams&) = delete;
  FeedStreams& operator=(const FeedStreams&) = delete;

  Runtime& runtime() { return runtime_; }
  const FeedOptions& options() const { return options_; }

  // Something new is there: looks now.
  void Wake();
  // Some stream changed: turns to all of them now, without a look.
  void Turn();

  // Streams end with UNAVAILABLE and say where to go on; new ones are refused.
  void Stop();
  bool stopping() const { return stopping_; }

  // OVERLOADED, or UNAVAILABLE when stopping; else the stream counts until Remove.
  absl::Status Add(FeedStream& stream);
  void Remove(FeedStream& stream);

 private:
  void Run();

  Runtime& runtime_;
  const FeedOptions options_;
  const std::function<void()> look_;
  std::atomic<bool> stopping_{false};

  Mutex mu_;
  CondVar changed_;
  bool woken_ ABSL_GUARDED_BY(mu_) = false;
  bool turned_ ABSL_GUARDED_BY(mu_) = false;
  std::set<FeedStream*> streams_ ABSL_GUARDED_BY(mu_);
  std::thread thread_;  // last: it uses the others
};

}  // namespace tarazy::rpc
