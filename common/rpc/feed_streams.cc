#include "common/rpc/feed_streams.h"

#include <utility>

#include "absl/time/clock.h"
#include "common/base/error.h"
#include "common/rpc/feed_stream.h"

namespace tarazy::rpc {

FeedStreams::FeedStreams(Runtime& runtime, const FeedOptions& options, std::function<void()> look)
    : runtime_(runtime), options_(options), look_(std::move(look)), thread_([this] { Run(); }) {}

FeedStreams::~FeedStreams() {
  Stop();
  thread_.join();
}

void FeedStreams::Wake() {
  {
    MutexLock lock(mu_);
    woken_ = true;
  }
  changed_.NotifyAll();
}

void FeedStreams::Turn() {
  {
    MutexLock lock(mu_);
    turned_ = true;
  }
  changed_.NotifyAll();
}

void FeedStreams::Stop() {
  stopping_ = true;
  Turn();
}

absl::Status FeedStreams::Add(FeedStream& stream) {
  if (stopping_) {
    return MakeError(absl::StatusCode::kUnavailable, Reason::kUnavailable, "the server stops");
  }
  {
    MutexLock lock(mu_);
    if (streams_.size() >= options_.max_streams) return Overloaded();
    streams_.insert(&stream);
  }
  changed_.NotifyAll();
  return absl::OkStatus();
}

void FeedStreams::Remove(FeedStream& stream) {
  MutexLock lock(mu_);
  streams_.erase(&stream);
  changed_.NotifyAll();
}

void FeedStreams::Run() {
  absl::Time next_look = absl::InfinitePast();
  for (;;) {
    bool look = false;
    {
      MutexLock lock(mu_);
      while (streams_.empty() && !stopping_) changed_.Wait(mu_);
      while (!streams_.empty() && !woken_ && !turned_ && absl::Now() < next_look) {
        changed_.WaitUntil(mu_, next_look);
      }
      if (streams_.empty()) {
        if (stopping_) return;
        continue;
      }
      look = woken_ || absl::Now() >= next_look;
      woken_ = turned_ = false;
    }
    if (look) {
      look_();
      next_look = absl::Now() + options_.poll;
    }
    MutexLock lock(mu_);
    for (FeedStream* const stream : streams_) stream->Look();
  }
}

}  // namespace tarazy::rpc
