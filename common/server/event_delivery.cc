#include "common/server/event_delivery.h"

#include <grpcpp/client_context.h>

#include <algorithm>
#include <memory>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/base/mutex.h"
#include "common/base/status_macros.h"
#include "tarazy/common/v1/events_service.grpc.pb.h"

namespace tarazy::server {
namespace {

using common::v1::Event;
using common::v1::EventsService;
using common::v1::IngestRequest;
using common::v1::IngestResponse;

constexpr size_t kMostBytes = 1 << 20;
constexpr absl::Duration kLookForCancel = absl::Milliseconds(20);

// How many of the first fit into a call; at least one.
size_t Fitting(absl::Span<const Event> events) {
  size_t count = 0;
  size_t bytes = 0;
  while (count < events.size()) {
    bytes += events[count].ByteSizeLong();
    if (count > 0 && bytes > kMostBytes) break;
    ++count;
  }
  return count;
}

// gRPC refuses a message beyond the other side's limit with the code that a service of ours has for
// too many calls; but ours say why in the details.
bool IsTooLarge(const grpc::Status& status) {
  return status.error_code() == grpc::StatusCode::RESOURCE_EXHAUSTED &&
         status.error_details().empty() &&
         absl::StrContains(status.error_message(), "message larger than max");
}

// Blocks until the answer, which a cancelled context hurries.
class Answer {
 public:
  void Set(grpc::Status status) {
    MutexLock lock(mu_);
    status_ = std::move(status);
    there_ = true;
    came_.NotifyAll();
  }
  grpc::Status Await(const Context& context, grpc::ClientContext& call) {
    MutexLock lock(mu_);
    while (!there_) {
      if (context.cancelled && context.cancelled()) call.TryCancel();
      came_.WaitUntil(mu_, absl::Now() + kLookForCancel);
    }
    return status_;
  }

 private:
  Mutex mu_;
  CondVar came_;
  bool there_ ABSL_GUARDED_BY(mu_) = false;
  grpc::Status status_ ABSL_GUARDED_BY(mu_);
};

}  // namespace

EventDelivery::EventDelivery(rpc::ChannelProvider& channels, std::string token, std::string service,
                             std::string consumer)
    : channels_(channels),
      token_(std::move(token)),
      service_(std::move(service)),
      consumer_(std::move(consumer)) {}

absl::StatusOr<std::vector<outbox::Refusal>> EventDelivery::Deliver(
    const Context& context, absl::Span<const Event> events) {
  ASSIGN_OR_RETURN(const std::shared_ptr<grpc::Channel> channel, channels_.For(consumer_));
  const std::unique_ptr<EventsService::Stub> stub = EventsService::NewStub(channel);
  std::vector<outbox::Refusal> refusals;
  for (size_t most = events.size(); !events.empty();) {
    if (context.cancelled && context.cancelled()) return absl::CancelledError("it is stopping");
    const absl::Span<const Event> some = events.first(std::min(most, Fitting(events)));
    grpc::ClientContext call;
    call.set_deadline(absl::ToChronoTime(context.deadline));
    call.AddMetadata("authorization", absl::StrCat("Bearer ", token_));
    IngestRequest request;
    request.set_source(service_);
    *request.mutable_events() = {some.begin(), some.end()};
    IngestResponse response;
    Answer answer;
    stub->async()->Ingest(&call, &request, &response,
                          [&answer](grpc::Status status) { answer.Set(std::move(status)); });
    const grpc::Status status = answer.Await(context, call);
    if (IsTooLarge(status) && some.size() > 1) {
      most = some.size() / 2;
      continue;
    }
    if (IsTooLarge(status)) {
      refusals.push_back(
          {.event_id = some.front().id(),
           .reason = absl::StrCat("its ", some.front().ByteSizeLong(), " bytes are more than ",
                                  consumer_, " takes in one call (limits.max_message_bytes)")});
    } else if (!status.ok()) {
      return absl::UnavailableError(absl::StrCat(consumer_, " does not take events in"));
    }
    for (const common::v1::RefusedEvent& refused : response.refused()) {
      refusals.push_back({.event_id = refused.id(), .reason = refused.reason()});
    }
    events.remove_prefix(some.size());
  }
  return refusals;
}

}  // namespace tarazy::server
