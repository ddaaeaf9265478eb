// NoticesService over gRPC.
#pragma once

#include <functional>

#include "common/base/ed25519.h"
#include "common/rpc/runtime.h"
#include "common/sql/database.h"
#include "tarazy/notifications/v1/notices_service.grpc.pb.h"

namespace tarazy::notifications {

class NoticesService final : public v1::NoticesService::Service {
 public:
  // `on_change` is called after a notice was made or a delivery is tried again.
  NoticesService(rpc::Runtime& runtime, sql::Database& database, const Ed25519Key& key,
                 std::function<void()> on_change)
      : runtime_(runtime), database_(database), key_(key), on_change_(std::move(on_change)) {}

  grpc::Status PublishNotice(grpc::ServerContext* context, const v1::PublishNoticeRequest* request,
                             v1::PublishNoticeResponse* response) override;
  grpc::Status GetDelivery(grpc::ServerContext* context, const v1::GetDeliveryRequest* request,
                           v1::GetDeliveryResponse* response) override;
  grpc::Status ListDeliveries(grpc::ServerContext* context,
                              const v1::ListDeliveriesRequest* request,
                              v1::ListDeliveriesResponse* response) override;
  grpc::Status CountDeliveries(grpc::ServerContext* context,
                               const v1::CountDeliveriesRequest* request,
                               v1::CountDeliveriesResponse* response) override;
  grpc::Status RedriveDelivery(grpc::ServerContext* context,
                               const v1::RedriveDeliveryRequest* request,
                               v1::RedriveDeliveryResponse* response) override;
  grpc::Status ListLadders(grpc::ServerContext* context, const v1::ListLaddersRequest* request,
                           v1::ListLaddersResponse* response) override;
  grpc::Status GetProof(grpc::ServerContext* context, const v1::GetProofRequest* request,
                        v1::GetProofResponse* response) override;

 private:
  rpc::Runtime& runtime_;
  sql::Database& database_;
  const Ed25519Key& key_;
  const std::function<void()> on_change_;
};

}  // namespace tarazy::notifications
