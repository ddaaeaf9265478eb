#include "services/notifications/rpc/inbox_feed.h"

#include <memory>

#include "services/notifications/rpc/inbox_reader.h"

namespace tarazy::notifications {
namespace {

// What another process puts into an inbox is read within 50 ms, the reading included.
constexpr absl::Duration kPoll = absl::Milliseconds(40);

}  // namespace

InboxFeed::InboxFeed(rpc::Runtime& runtime, sql::Database& database)
    : heads_(database, runtime.clock),
      feed_(
          runtime, {.max_streams = kMaxWatches, .poll = kPoll},
          [this, &runtime, &database](const v1::WatchInboxRequest& request) {
            return std::make_unique<InboxReader>(database, runtime.pages, heads_, request);
          },
          [this] { heads_.Look(); }) {}

}  // namespace tarazy::notifications
