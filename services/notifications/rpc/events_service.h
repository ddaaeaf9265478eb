// EventsService over gRPC: events of the other services come in.
#pragma once

#include <functional>

#include "common/rpc/runtime.h"
#include "common/sql/database.h"
#include "services/notifications/app/notices/make_notice.h"
#include "services/notifications/app/notices/refused_events.h"
#include "tarazy/common/v1/events_service.grpc.pb.h"

namespace tarazy::notifications {

class EventsService final : public common::v1::EventsService::Service {
 public:
  // `on_taken` is called after events were taken in.
  EventsService(rpc::Runtime& runtime, sql::Database& database, std::function<void()> on_taken)
      : runtime_(runtime), database_(database), on_taken_(std::move(on_taken)) {}

  grpc::Status Ingest(grpc::ServerContext* context, const common::v1::IngestRequest* request,
                      common::v1::IngestResponse* response) override;
  grpc::Status ListSetAsideEvents(grpc::ServerContext* context,
                                  const common::v1::ListSetAsideEventsRequest* request,
                                  common::v1::ListSetAsideEventsResponse* response) override;
  grpc::Status RetrySetAsideEvent(grpc::ServerContext* context,
                                  const common::v1::RetrySetAsideEventRequest* request,
                                  common::v1::RetrySetAsideEventResponse* response) override;

 private:
  absl::Status Keep(const Context& context, const RefusedEvent& refused);
  absl::Status TakeInOne(const Context& context, const std::string& source,
                         const common::v1::Event& event, absl::Time now);

  rpc::Runtime& runtime_;
  sql::Database& database_;
  const std::function<void()> on_taken_;
};

}  // namespace tarazy::notifications
