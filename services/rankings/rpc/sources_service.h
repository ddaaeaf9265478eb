// SourcesService over gRPC.
#pragma once

#include "common/rpc/channel_provider.h"
#include "common/rpc/runtime.h"
#include "common/sql/database.h"
#include "tarazy/rankings/v1/sources_service.grpc.pb.h"

namespace tarazy::rankings {

class SourcesService final : public v1::SourcesService::Service {
 public:
  SourcesService(rpc::Runtime& runtime, sql::Database& database, rpc::ChannelProvider& channels)
      : runtime_(runtime), database_(database), channels_(channels) {}

  grpc::Status PullValues(grpc::ServerContext* context, const v1::PullValuesRequest* request,
                          grpc::ServerWriter<v1::PullValuesResponse>* writer) override;

 private:
  rpc::Runtime& runtime_;
  sql::Database& database_;
  rpc::ChannelProvider& channels_;
};

}  // namespace tarazy::rankings
