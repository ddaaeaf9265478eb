#include "services/accreditation/rpc/register_watch.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/time/clock.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "common/rpc/call_steps.h"
#include "common/rpc/status_map.h"
#include "common/rpc/worker_pool.h"
#include "services/accreditation/app/read_register.h"
#include "services/accreditation/rpc/caller.h"
#include "services/accreditation/rpc/register_request.h"

namespace tarazy::accreditation {
namespace {

constexpr absl::Duration kReadPatience = absl::Seconds(10);

}  // namespace

RegisterWatch::RegisterWatch(RegisterFeed& feed, grpc::CallbackServerContext* context,
                             const v1::WatchRegisterRequest& request,
                             const rpc::ServedMethod& served)
    : feed_(feed), context_(context), request_(request), served_(served), start_(absl::Now()) {
  served_.metrics->Begin();
  call_ = rpc::MakeCall(feed_.runtime_, *context_, served_.method);
  context_->AddInitialMetadata(rpc::kRequestIdHeader, call_.request_id);
}

bool RegisterWatch::Open() {
  return feed_.runtime_.workers.Run([this] { Admit(); });
}

void RegisterWatch::Refuse(const absl::Status& status) { End(status); }

void RegisterWatch::Admit() {
  absl::Status status = rpc::StillWanted(call_);
  if (status.ok()) {
    status = rpc::LetIn(feed_.runtime_, served_.method, call_,
                        [this](const rpc::Call& call) { return Begin(call); });
  }
  status.ok() ? ReadOn() : End(status);
}

absl::Status RegisterWatch::Begin(const rpc::Call& call) {
  if (!request_.subject().empty()) {
    RETURN_IF_ERROR(CheckSubject("subject", request_.subject()));
  }
  const Viewer viewer = ViewerOf(call);
  sees_votes_ = viewer.staff || viewer.council;
  RETURN_IF_ERROR(feed_.database_.Read(call, [&](sql::Tx& tx) -> absl::Status {
    ASSIGN_OR_RETURN(const RegisterHead head, LoadRegisterHead(tx));
    ASSIGN_OR_RETURN(after_, ParseCursor(head, request_.cursor()));
    until_ = request_.until_now() ? std::optional<int64_t>(head.sequence) : std::nullopt;
    return absl::OkStatus();
  }));
  RETURN_IF_ERROR(feed_.Add(*this));
  counted_ = true;
  return absl::OkStatus();
}

absl::Status RegisterWatch::Ending() const {
  if (cancelled_) return absl::CancelledError("the caller has gone");
  if (feed_.stopping()) {
    return MakeError(absl::StatusCode::kUnavailable, Reason::kUnavailable,
                     "the server stops; watch again from the last cursor");
  }
  if (absl::Now() < call_.deadline) return absl::OkStatus();
  return MakeError(absl::StatusCode::kDeadlineExceeded, Reason::kDeadlineExceeded,
                   "the time allowed is over; watch again from the last cursor");
}

void RegisterWatch::ReadOn() {
  absl::Status status = Ending();
  if (status.ok()) status = LoadPage();
  if (!status.ok()) return End(status);
  if (!page_.empty()) return WriteNext();
  if (until_.has_value() && after_ >= *until_) return End(absl::OkStatus());
  Park();
}

absl::Status RegisterWatch::LoadPage() {
  const Context context{.deadline = std::min(call_.deadline, absl::Now() + kReadPatience),
                        .cancelled = [this] { return cancelled_.load(); }};
  std::vector<v1::RegisterChange> changes;
  int64_t last = 0;
  RETURN_IF_ERROR(feed_.database_.Read(context, [&](sql::Tx& tx) -> absl::Status {
    ASSIGN_OR_RETURN(const RegisterHead head, LoadRegisterHead(tx));
    last = head.sequence;
    ASSIGN_OR_RETURN(changes, LoadChanges(tx, after_, RegisterFeed::kPage, request_.subject()));
    return absl::OkStatus();
  }));
  // Behind a short page, of a subject's changes, there is nothing up to the last.
  if (changes.size() < static_cast<size_t>(RegisterFeed::kPage)) after_ = std::max(after_, last);
  for (v1::RegisterChange& change : changes) {
    if (until_.has_value() && change.sequence() > *until_) {
      after_ = *until_;
      break;
    }
    after_ = std::max(after_, change.sequence());
    if (!sees_votes_) Redact(change);
    *page_.emplace_back().mutable_change() = std::move(change);
  }
  return absl::OkStatus();
}

void RegisterWatch::WriteNext() {
  {
    MutexLock lock(mu_);
    mover_ = Mover::kWriter;
    writing_since_ = absl::Now();
  }
  StartWrite(&page_.front());
}

void RegisterWatch::OnWriteDone(bool ok) {
  page_.pop_front();
  const absl::Status status = ok ? Ending() : absl::CancelledError("the caller has gone");
  if (!status.ok()) return End(status);
  if (!page_.empty()) return WriteNext();
  Park();  // the feed's thread, at once, when there is more
}

void RegisterWatch::Park() {
  {
    MutexLock lock(mu_);
    mover_ = Mover::kFeed;
  }
  feed_.Wake();
}

void RegisterWatch::Look(int64_t last) {
  MutexLock lock(mu_);
  if (mover_ == Mover::kWriter && absl::Now() - writing_since_ > RegisterFeed::kMaxStall) {
    context_->TryCancel();
  }
  if (mover_ != Mover::kFeed) return;
  const bool over = until_.has_value() && after_ >= *until_;
  if (after_ >= last && !over && Ending().ok()) return;
  // With all workers busy and many tasks waiting it stays parked until the next look.
  if (feed_.runtime_.workers.Run([this] { ReadOn(); })) mover_ = Mover::kWorker;
}

void RegisterWatch::OnCancel() {
  cancelled_ = true;
  feed_.Wake();
}

void RegisterWatch::End(const absl::Status& status) {
  ended_ = status;
  Finish(rpc::ToGrpc(status));
}

void RegisterWatch::OnDone() {
  const absl::Duration took = absl::Now() - start_;
  served_.metrics->End(ended_.code(), took);
  rpc::LogCall(feed_.runtime_, served_, call_, ended_, took);
  if (counted_) feed_.Remove(*this);  // from here on the feed may end
  delete this;
}

}  // namespace tarazy::accreditation
