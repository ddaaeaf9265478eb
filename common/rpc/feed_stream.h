// One stream of a feed, whatever it sends. For feed.h.
#pragma once

#include <grpcpp/server_context.h>

#include <atomic>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/base/mutex.h"
#include "common/rpc/call.h"
#include "common/rpc/feed_reader.h"
#include "common/rpc/feed_streams.h"

namespace tarazy::rpc {

// At each moment one party moves it on: a task of the worker pool, gRPC that writes, or the feed's
// thread while it is parked. Only that party ends it, and only it uses the reader.
class FeedStream {
 public:
  FeedStream(FeedStreams& streams, grpc::CallbackServerContext* context,
             const ServedMethod& served);
  FeedStream(const FeedStream&) = delete;
  FeedStream& operator=(const FeedStream&) = delete;

  // Lets the caller in and sends the first page, on a worker; ends at once when there is none to do
  // it.
  void Open();

  // By the feed's thread: goes on when something lies behind its place, ends when it has to.
  void Look();

 protected:
  virtual ~FeedStream() = default;

  // Of gRPC's reactions.
  void Written(bool ok);
  void Cancelled();
  // Counts the call and lets the feed go: from here on it may end.
  void Over();

 private:
  enum class Mover { kWorker, kWriter, kFeed };

  virtual FeedPlace& place() = 0;
  virtual absl::Status LoadPage(const Context& context) = 0;
  virtual bool PageIsEmpty() const = 0;
  virtual void WriteFirst() = 0;
  virtual void DropFirst() = 0;
  virtual void Close(const absl::Status& status) = 0;
  virtual void DropReader() = 0;

  void Admit();
  void ReadOn();
  void StartWriting();
  // All that was read is written.
  void Rest();
  void GoOnOrPark() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  // Why it has to end now; OK while it has not.
  absl::Status Ending() const;
  void End(const absl::Status& status);

  FeedStreams& streams_;
  grpc::CallbackServerContext* const context_;
  const ServedMethod& served_;
  const absl::Time start_;
  std::atomic<bool> cancelled_{false};

  // The mover's alone; mu_ hands them over.
  Call call_;
  absl::Status ended_;
  bool counted_ = false;

  Mutex mu_;
  Mover mover_ ABSL_GUARDED_BY(mu_) = Mover::kWorker;
  absl::Time writing_since_ ABSL_GUARDED_BY(mu_);
};

}  // namespace tarazy::rpc
