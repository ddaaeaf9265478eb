#include "common/server/event_courier.h"

#include <utility>

namespace tarazy::server {

EventCourier::EventCourier(Platform& platform, sql::Database& database, const std::string& service,
                           const std::string& consumer)
    : delivery_(platform.channels, platform.service_token, service, consumer),
      relay_(database, platform.runtime.clock,
             [this](const Context& context, absl::Span<const common::v1::Event> events) {
               return delivery_.Deliver(context, events);
             },
             {.service = service, .consumer = consumer, .metrics = &platform.runtime.metrics}) {}

}  // namespace tarazy::server
