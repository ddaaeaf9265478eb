#include "common/rpc/feed_stream.h"

#include <algorithm>

#include "absl/time/clock.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "common/rpc/call_steps.h"
#include "common/rpc/worker_pool.h"

namespace tarazy::rpc {
namespace {

constexpr absl::Duration kReadPatience = absl::Seconds(10);

}  // namespace

FeedStream::FeedStream(FeedStreams& streams, grpc::CallbackServerContext* context,
                       const ServedMethod& served)
    : streams_(streams), context_(context), served_(served), start_(absl::Now()) {
  served_.metrics->Begin();
  call_ = MakeCall(streams_.runtime(), *context_, served_.method);
  context_->AddInitialMetadata(kRequestIdHeader, call_.request_id);
}

void FeedStream::Open() {
  if (!streams_.runtime().workers.Run([this] { Admit(); })) End(Overloaded());
}

void FeedStream::Admit() {
  absl::Status status = StillWanted(call_);
  if (status.ok()) {
    status =
        LetIn(streams_.runtime(), served_.method, call_, [this](const Call& call) -> absl::Status {
          RETURN_IF_ERROR(place().Begin(call));
          RETURN_IF_ERROR(streams_.Add(*this));
          counted_ = true;
          return absl::OkStatus();
        });
  }
  status.ok() ? ReadOn() : End(status);
}

absl::Status FeedStream::Ending() const {
  if (cancelled_) return absl::CancelledError("the caller has gone");
  if (streams_.stopping()) {
    return MakeError(absl::StatusCode::kUnavailable, Reason::kUnavailable,
                     "the server stops; watch again from the last cursor");
  }
  if (absl::Now() < call_.deadline) return absl::OkStatus();
  return MakeError(absl::StatusCode::kDeadlineExceeded, Reason::kDeadlineExceeded,
                   "the time allowed is over; watch again from the last cursor");
}

void FeedStream::ReadOn() {
  absl::Status status = Ending();
  if (status.ok() && !place().Done()) {
    status = LoadPage({.deadline = std::min(call_.deadline, absl::Now() + kReadPatience),
                       .cancelled = [this] { return cancelled_.load(); }});
  }
  if (!status.ok()) return End(status);
  PageIsEmpty() ? Rest() : StartWriting();
}

void FeedStream::StartWriting() {
  {
    MutexLock lock(mu_);
    mover_ = Mover::kWriter;
    writing_since_ = absl::Now();
  }
  WriteFirst();
}

void FeedStream::Written(bool ok) {
  DropFirst();
  const absl::Status status = ok ? Ending() : absl::CancelledError("the caller has gone");
  if (!status.ok()) return End(status);
  PageIsEmpty() ? Rest() : StartWriting();
}

void FeedStream::Rest() {
  if (place().Done()) return End(absl::OkStatus());
  MutexLock lock(mu_);
  GoOnOrPark();
}

// What the feed's thread learns after this it tells by Look, which finds the stream parked.
void FeedStream::GoOnOrPark() {
  const bool go_on = place().Behind() || !Ending().ok();
  // With all workers busy and many tasks waiting it stays parked until the next look.
  const bool taken = go_on && streams_.runtime().workers.Run([this] { ReadOn(); });
  mover_ = taken ? Mover::kWorker : Mover::kFeed;
}

void FeedStream::Look() {
  MutexLock lock(mu_);
  if (mover_ == Mover::kWriter && absl::Now() - writing_since_ > streams_.options().max_stall) {
    context_->TryCancel();
  }
  if (mover_ == Mover::kFeed) GoOnOrPark();
}

void FeedStream::Cancelled() {
  cancelled_ = true;
  streams_.Turn();
}

void FeedStream::End(const absl::Status& status) {
  ended_ = status;
  Close(status);
}

void FeedStream::Over() {
  const absl::Duration took = absl::Now() - start_;
  served_.metrics->End(ended_.code(), took);
  LogCall(streams_.runtime(), served_, call_, ended_, took);
  {
    MutexLock lock(mu_);  // a worker that has handed it over may still be in here
  }
  DropReader();
  if (counted_) streams_.Remove(*this);
}

}  // namespace tarazy::rpc
