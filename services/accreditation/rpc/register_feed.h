// The register's changes as streams: what is there, then each new one as it is recorded
// (common/rpc/feed.h).
#pragma once

#include <atomic>
#include <cstdint>

#include "common/rpc/feed.h"
#include "common/rpc/runtime.h"
#include "common/sql/database.h"
#include "tarazy/accreditation/v1/register_service.pb.h"

namespace tarazy::accreditation {

class RegisterFeed {
 public:
  using Reactor = grpc::ServerWriteReactor<v1::WatchRegisterResponse>;

  static constexpr size_t kMaxWatches = 256;  // open at once; beyond: RESOURCE_EXHAUSTED
  static constexpr int kPage = 64;            // changes that a stream reads at once

  RegisterFeed(rpc::Runtime& runtime, sql::Database& database);

  // The body of the streaming method. The reactor ends by itself.
  Reactor* Watch(grpc::CallbackServerContext* context, const v1::WatchRegisterRequest* request) {
    return feed_.Watch(context, request);
  }

  // A change was committed here.
  void Wake() { feed_.Wake(); }

  // Streams end with UNAVAILABLE and say where to go on; new ones are refused.
  void Stop() { feed_.Stop(); }

 private:
  void Look();

  sql::Database& database_;
  std::atomic<int64_t> last_{0};  // change, as far as was seen
  rpc::Feed<v1::WatchRegisterRequest, v1::WatchRegisterResponse> feed_;  // last: it uses the others
};

}  // namespace tarazy::accreditation
