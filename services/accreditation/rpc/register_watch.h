// One stream of the register's feed. For register_feed.cc.
#pragma once

#include <atomic>
#include <deque>
#include <optional>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "common/base/mutex.h"
#include "common/rpc/call.h"
#include "services/accreditation/rpc/register_feed.h"

namespace tarazy::accreditation {

// At each moment one party moves it on: a task of the worker pool, gRPC that writes, or the feed's
// thread while it is parked. Only that party ends it; then gRPC calls OnDone, which deletes it.
class RegisterWatch final : public RegisterFeed::Reactor {
 public:
  RegisterWatch(RegisterFeed& feed, grpc::CallbackServerContext* context,
                const v1::WatchRegisterRequest& request, const rpc::ServedMethod& served);

  // Lets the caller in and sends the first page, on a worker; false when there is none to do it.
  bool Open();
  // Ends a stream that never was opened.
  void Refuse(const absl::Status& status);

  // By the feed's thread: goes on when there are changes behind this one's place, ends when it has
  // to.
  void Look(int64_t last);

  void OnWriteDone(bool ok) override;
  void OnCancel() override;
  void OnDone() override;

 private:
  enum class Mover { kWorker, kWriter, kFeed };

  void Admit();
  absl::Status Begin(const rpc::Call& call);
  void ReadOn();
  absl::Status LoadPage();
  void WriteNext();
  void Park();
  // Why it has to end now; OK while it has not.
  absl::Status Ending() const;
  void End(const absl::Status& status);

  RegisterFeed& feed_;
  grpc::CallbackServerContext* const context_;
  const v1::WatchRegisterRequest request_;
  const rpc::ServedMethod& served_;
  const absl::Time start_;
  std::atomic<bool> cancelled_{false};

  // The mover's alone; mu_ hands them over.
  rpc::Call call_;
  absl::Status ended_;
  bool counted_ = false;
  bool sees_votes_ = false;
  int64_t after_ = 0;
  std::optional<int64_t> until_;
  std::deque<v1::WatchRegisterResponse> page_;

  Mutex mu_;
  Mover mover_ ABSL_GUARDED_BY(mu_) = Mover::kWorker;
  absl::Time writing_since_ ABSL_GUARDED_BY(mu_);
};

}  // namespace tarazy::accreditation
