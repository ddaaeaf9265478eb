// Gives events to a service that takes them in, in calls of a size that it takes.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "common/base/context.h"
#include "common/outbox/set_aside.h"
#include "common/rpc/channel_provider.h"
#include "tarazy/common/v1/event.pb.h"

namespace tarazy::server {

class EventDelivery {
 public:
  // From the module `service` to the module `consumer`, under `token`. `channels` must outlive it.
  EventDelivery(rpc::ChannelProvider& channels, std::string token, std::string service,
                std::string consumer);

  // As outbox::Deliver. A call carries 1 MiB, or one event; half as many as were too large for the
  // other side. An event that is too large by itself is refused. UNAVAILABLE when the other side
  // does not take them, CANCELLED soon after the context is.
  absl::StatusOr<std::vector<outbox::Refusal>> Deliver(const Context& context,
                                                       absl::Span<const common::v1::Event> events);

 private:
  rpc::ChannelProvider& channels_;
  const std::string token_;
  const std::string service_;
  const std::string consumer_;
};

}  // namespace tarazy::server
