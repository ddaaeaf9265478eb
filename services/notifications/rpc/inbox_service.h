// InboxService over gRPC. One method is a stream that holds no thread (inbox_feed.h); the others
// are synchronous.
#pragma once

#include "common/rpc/runtime.h"
#include "common/sql/database.h"
#include "services/notifications/rpc/inbox_feed.h"
#include "tarazy/notifications/v1/inbox_service.grpc.pb.h"

namespace tarazy::notifications {

using MixedInboxService =
    v1::InboxService::WithCallbackMethod_WatchInbox<v1::InboxService::Service>;

class InboxService final : public MixedInboxService {
 public:
  // Both must outlive it.
  InboxService(rpc::Runtime& runtime, sql::Database& database)
      : runtime_(runtime), database_(database), feed_(runtime, database) {}

  // Something came into an inbox; after its commit, from any thread.
  void Wake() { feed_.Wake(); }

  // Open watches end; before the server stops.
  void Drain() { feed_.Stop(); }

  grpc::Status ListInbox(grpc::ServerContext* context, const v1::ListInboxRequest* request,
                         v1::ListInboxResponse* response) override;
  grpc::ServerWriteReactor<v1::WatchInboxResponse>* WatchInbox(
      grpc::CallbackServerContext* context, const v1::WatchInboxRequest* request) override;
  grpc::Status MarkRead(grpc::ServerContext* context, const v1::MarkReadRequest* request,
                        v1::MarkReadResponse* response) override;
  grpc::Status Acknowledge(grpc::ServerContext* context, const v1::AcknowledgeRequest* request,
                           v1::AcknowledgeResponse* response) override;

 private:
  rpc::Runtime& runtime_;
  sql::Database& database_;
  InboxFeed feed_;
};

}  // namespace tarazy::notifications
