// What comes into inboxes, as streams (common/rpc/feed.h).
#pragma once

#include "common/rpc/feed.h"
#include "common/rpc/runtime.h"
#include "common/sql/database.h"
#include "services/notifications/rpc/inbox_heads.h"
#include "tarazy/notifications/v1/inbox_service.pb.h"

namespace tarazy::notifications {

class InboxFeed {
 public:
  using Reactor = grpc::ServerWriteReactor<v1::WatchInboxResponse>;

  static constexpr size_t kMaxWatches = 256;  // open at once; beyond: RESOURCE_EXHAUSTED
  static constexpr int kPage = 64;            // items that a stream reads at once

  InboxFeed(rpc::Runtime& runtime, sql::Database& database);

  // The body of the streaming method. The reactor ends by itself.
  Reactor* Watch(grpc::CallbackServerContext* context, const v1::WatchInboxRequest* request) {
    return feed_.Watch(context, request);
  }

  // Something came into an inbox here.
  void Wake() { feed_.Wake(); }

  // As rpc::Feed::Stop.
  void Stop() { feed_.Stop(); }

 private:
  InboxHeads heads_;
  rpc::Feed<v1::WatchInboxRequest, v1::WatchInboxResponse> feed_;  // last: it uses the others
};

}  // namespace tarazy::notifications
