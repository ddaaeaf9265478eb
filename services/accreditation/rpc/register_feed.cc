#include "services/accreditation/rpc/register_feed.h"

#include "absl/time/clock.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "common/rpc/call_steps.h"
#include "services/accreditation/rpc/register_watch.h"
#include "services/accreditation/store/register_store.h"

namespace tarazy::accreditation {
namespace {

constexpr absl::Duration kReadPatience = absl::Seconds(2);

}  // namespace

RegisterFeed::RegisterFeed(rpc::Runtime& runtime, sql::Database& database)
    : runtime_(runtime), database_(database), thread_([this] { Run(); }) {}

RegisterFeed::~RegisterFeed() {
  Stop();
  thread_.join();
}

RegisterFeed::Reactor* RegisterFeed::Watch(grpc::CallbackServerContext* context,
                                           const v1::WatchRegisterRequest* request) {
  const rpc::ServedMethod* const served = runtime_.methods.Find(request->GetDescriptor());
  if (served == nullptr) {
    class NotOffered final : public Reactor {
     public:
      NotOffered() {
        Finish(grpc::Status(grpc::StatusCode::UNIMPLEMENTED, "this method is not offered"));
      }
      void OnDone() override { delete this; }
    };
    return new NotOffered;
  }
  auto* const watch = new RegisterWatch(*this, context, *request, *served);
  if (!watch->Open()) watch->Refuse(rpc::Overloaded());
  return watch;
}

void RegisterFeed::Wake() {
  {
    MutexLock lock(mu_);
    woken_ = true;
  }
  changed_.NotifyAll();
}

void RegisterFeed::Stop() {
  stopping_ = true;
  Wake();
}

absl::Status RegisterFeed::Add(RegisterWatch& watch) {
  if (stopping_) {
    return MakeError(absl::StatusCode::kUnavailable, Reason::kUnavailable, "the server stops");
  }
  MutexLock lock(mu_);
  if (watches_.size() >= kMaxWatches) return rpc::Overloaded();
  watches_.insert(&watch);
  return absl::OkStatus();
}

void RegisterFeed::Remove(RegisterWatch& watch) {
  MutexLock lock(mu_);
  watches_.erase(&watch);
  changed_.NotifyAll();
}

absl::StatusOr<int64_t> RegisterFeed::LoadLast() {
  int64_t last = 0;
  RETURN_IF_ERROR(
      database_.Read({.deadline = absl::Now() + kReadPatience}, [&](sql::Tx& tx) -> absl::Status {
        ASSIGN_OR_RETURN(const RegisterHead head, LoadRegisterHead(tx));
        last = head.sequence;
        return absl::OkStatus();
      }));
  return last;
}

void RegisterFeed::Run() {
  int64_t last = 0;
  for (;;) {
    {
      MutexLock lock(mu_);
      if (!woken_ && !watches_.empty()) changed_.WaitUntil(mu_, absl::Now() + kPoll);
      while (watches_.empty() && !stopping_) changed_.Wait(mu_);
      if (watches_.empty() && stopping_) return;
      woken_ = false;
    }
    // While the database does not answer nobody learns of anything, but who has to end still does.
    last = LoadLast().value_or(last);
    MutexLock lock(mu_);
    for (RegisterWatch* const watch : watches_) watch->Look(last);
  }
}

}  // namespace tarazy::accreditation
