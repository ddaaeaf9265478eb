// TopicsService over gRPC.
#pragma once

#include "common/rpc/runtime.h"
#include "common/sql/database.h"
#include "tarazy/notifications/v1/topics_service.grpc.pb.h"

namespace tarazy::notifications {

class TopicsService final : public v1::TopicsService::Service {
 public:
  TopicsService(rpc::Runtime& runtime, sql::Database& database)
      : runtime_(runtime), database_(database) {}

  grpc::Status PutTopic(grpc::ServerContext* context, const v1::PutTopicRequest* request,
                        v1::PutTopicResponse* response) override;
  grpc::Status GetTopic(grpc::ServerContext* context, const v1::GetTopicRequest* request,
                        v1::GetTopicResponse* response) override;
  grpc::Status ListTopics(grpc::ServerContext* context, const v1::ListTopicsRequest* request,
                          v1::ListTopicsResponse* response) override;
  grpc::Status PutTemplate(grpc::ServerContext* context, const v1::PutTemplateRequest* request,
                           v1::PutTemplateResponse* response) override;
  grpc::Status GetTemplate(grpc::ServerContext* context, const v1::GetTemplateRequest* request,
                           v1::GetTemplateResponse* response) override;
  grpc::Status ListTemplates(grpc::ServerContext* context, const v1::ListTemplatesRequest* request,
                             v1::ListTemplatesResponse* response) override;
  grpc::Status PreviewTemplate(grpc::ServerContext* context,
                               const v1::PreviewTemplateRequest* request,
                               v1::PreviewTemplateResponse* response) override;

 private:
  rpc::Runtime& runtime_;
  sql::Database& database_;
};

}  // namespace tarazy::notifications
