#include "common/server/event_courier.h"

#include <grpcpp/client_context.h>

#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/status_macros.h"
#include "tarazy/common/v1/events_service.grpc.pb.h"

namespace tarazy::server {

EventCourier::EventCourier(Platform& platform, sql::Database& database, std::string service,
                           std::string consumer)
    : channels_(platform.channels),
      token_(platform.service_token),
      service_(std::move(service)),
      consumer_(std::move(consumer)),
      relay_(std::make_unique<outbox::Relay>(
          database, platform.runtime.clock,
          [this](const Context& context, absl::Span<const common::v1::Event> events) {
            return Deliver(context, events);
          },
          outbox::Relay::Options{
              .service = service_, .consumer = consumer_, .metrics = &platform.runtime.metrics})) {}

absl::StatusOr<std::vector<outbox::Refusal>> EventCourier::Deliver(
    const Context& context, absl::Span<const common::v1::Event> events) {
  ASSIGN_OR_RETURN(const std::shared_ptr<grpc::Channel> channel, channels_.For(consumer_));
  grpc::ClientContext call;
  call.set_deadline(absl::ToChronoTime(context.deadline));
  call.AddMetadata("authorization", absl::StrCat("Bearer ", token_));
  common::v1::IngestRequest request;
  request.set_source(service_);
  for (const common::v1::Event& event : events) *request.add_events() = event;
  common::v1::IngestResponse response;
  const grpc::Status status =
      common::v1::EventsService::NewStub(channel)->Ingest(&call, request, &response);
  if (!status.ok()) {
    return absl::UnavailableError(absl::StrCat(consumer_, " does not take events in"));
  }
  std::vector<outbox::Refusal> refusals;
  for (const common::v1::RefusedEvent& refused : response.refused()) {
    refusals.push_back({.event_id = refused.id(), .reason = refused.reason()});
  }
  return refusals;
}

}  // namespace tarazy::server
