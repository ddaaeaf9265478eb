// RegisterService over gRPC. Two methods take and give raw bytes (hot_register.h), one is a stream
// that holds no thread (register_feed.h); the others are synchronous.
#pragma once

#include "common/rpc/channel_provider.h"
#include "common/rpc/runtime.h"
#include "common/sql/database.h"
#include "services/accreditation/rpc/hot_register.h"
#include "services/accreditation/rpc/register_bell.h"
#include "services/accreditation/rpc/register_feed.h"
#include "tarazy/accreditation/v1/register_service.grpc.pb.h"

namespace tarazy::accreditation {

using MixedRegisterService = v1::RegisterService::WithRawCallbackMethod_GetStatus<
    v1::RegisterService::WithRawCallbackMethod_SearchRegister<
        v1::RegisterService::WithCallbackMethod_WatchRegister<v1::RegisterService::Service>>>;

class RegisterService final : public MixedRegisterService {
 public:
  RegisterService(rpc::Runtime& runtime, sql::Database& database, rpc::ChannelProvider& channels,
                  cache::TieredCache& cache, cache::Heads& heads)
      : runtime_(runtime),
        database_(database),
        channels_(channels),
        hot_(runtime, database, cache, heads),
        feed_(runtime, database),
        bell_(heads, feed_) {}

  // For those that change the register.
  RegisterBell& bell() { return bell_; }

  // Open watches end; before the server stops.
  void Drain() { feed_.Stop(); }

  // register_rpcs.cc
  grpc::ServerUnaryReactor* GetStatus(grpc::CallbackServerContext* context,
                                      const grpc::ByteBuffer* request,
                                      grpc::ByteBuffer* response) override;
  grpc::ServerUnaryReactor* SearchRegister(grpc::CallbackServerContext* context,
                                           const grpc::ByteBuffer* request,
                                           grpc::ByteBuffer* response) override;
  grpc::ServerWriteReactor<v1::WatchRegisterResponse>* WatchRegister(
      grpc::CallbackServerContext* context, const v1::WatchRegisterRequest* request) override;
  grpc::Status GetAccreditedShare(grpc::ServerContext* context,
                                  const v1::GetAccreditedShareRequest* request,
                                  v1::GetAccreditedShareResponse* response) override;

  // export_rpc.cc
  grpc::Status ExportRegister(grpc::ServerContext* context,
                              const v1::ExportRegisterRequest* request,
                              grpc::ServerWriter<v1::ExportRegisterResponse>* writer) override;

 private:
  rpc::Runtime& runtime_;
  sql::Database& database_;
  rpc::ChannelProvider& channels_;
  HotRegister hot_;
  RegisterFeed feed_;
  RegisterBell bell_;
};

}  // namespace tarazy::accreditation
