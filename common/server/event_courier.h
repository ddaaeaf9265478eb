// Carries a module's events to the service that takes events in.
#pragma once

#include <string>

#include "common/outbox/relay.h"
#include "common/server/event_delivery.h"
#include "common/server/module.h"
#include "common/sql/database.h"

namespace tarazy::server {

class EventCourier {
 public:
  // The events of `service` in its `database` go to the module `consumer`, wherever it lives; while
  // it cannot be reached they wait. The platform's parts and the database must outlive it.
  EventCourier(Platform& platform, sql::Database& database, const std::string& service,
               const std::string& consumer);

  void Start() { relay_.Start(); }
  void Stop() { relay_.Stop(); }

 private:
  EventDelivery delivery_;
  outbox::Relay relay_;  // last: it uses the other
};

}  // namespace tarazy::server
