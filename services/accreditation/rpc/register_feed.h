// The register's changes as streams: what is there, then each new one as it is recorded.
//
// A stream that waits holds no thread and no place among the calls: a thread of the feed's own
// looks for new changes, when this process has recorded one or, for those of other processes, a few
// times a second, and hands the streams that have something to read to the worker pool.
#pragma once

#include <grpcpp/server_context.h>
#include <grpcpp/support/server_callback.h>

#include <atomic>
#include <cstdint>
#include <set>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/base/mutex.h"
#include "common/rpc/runtime.h"
#include "common/sql/database.h"
#include "tarazy/accreditation/v1/register_service.pb.h"

namespace tarazy::accreditation {

class RegisterWatch;

class RegisterFeed {
 public:
  using Reactor = grpc::ServerWriteReactor<v1::WatchRegisterResponse>;

  static constexpr size_t kMaxWatches = 256;  // open at once; beyond: RESOURCE_EXHAUSTED
  static constexpr int kPage = 64;            // changes that a stream reads at once
  static constexpr absl::Duration kPoll = absl::Milliseconds(200);
  static constexpr absl::Duration kMaxStall = absl::Seconds(30);  // of a caller who does not read

  RegisterFeed(rpc::Runtime& runtime, sql::Database& database);
  // Ends what is open and waits for it.
  ~RegisterFeed();
  RegisterFeed(const RegisterFeed&) = delete;
  RegisterFeed& operator=(const RegisterFeed&) = delete;

  // The body of the streaming method. The reactor ends by itself.
  Reactor* Watch(grpc::CallbackServerContext* context, const v1::WatchRegisterRequest* request);

  // A change was committed here.
  void Wake();

  // Streams end with UNAVAILABLE and say where to go on; new ones are refused.
  void Stop();

 private:
  friend class RegisterWatch;

  void Run();
  // OVERLOADED, or UNAVAILABLE when stopping; else the watch counts until Remove.
  absl::Status Add(RegisterWatch& watch);
  void Remove(RegisterWatch& watch);
  bool stopping() const { return stopping_; }
  absl::StatusOr<int64_t> LoadLast();

  rpc::Runtime& runtime_;
  sql::Database& database_;
  std::atomic<bool> stopping_{false};

  Mutex mu_;
  CondVar changed_;
  bool woken_ ABSL_GUARDED_BY(mu_) = false;
  std::set<RegisterWatch*> watches_ ABSL_GUARDED_BY(mu_);
  std::thread thread_;  // last: it uses the others
};

}  // namespace tarazy::accreditation
