// Carries a module's events to the service that takes events in.
#pragma once

#include <memory>
#include <string>

#include "common/outbox/relay.h"
#include "common/server/module.h"
#include "common/sql/database.h"

namespace tarazy::server {

class EventCourier {
 public:
  // The events of `service` in its `database` go to the module `consumer`, wherever it lives; while
  // it cannot be reached they wait. The platform's parts and the database must outlive it.
  EventCourier(Platform& platform, sql::Database& database, std::string service,
               std::string consumer);

  void Start() { relay_->Start(); }
  void Stop() { relay_->Stop(); }

 private:
  absl::StatusOr<std::vector<outbox::Refusal>> Deliver(const Context& context,
                                                       absl::Span<const common::v1::Event> events);

  rpc::ChannelProvider& channels_;
  const std::string& token_;
  const std::string service_;
  const std::string consumer_;
  std::unique_ptr<outbox::Relay> relay_;
};

}  // namespace tarazy::server
