#include "services/notifications/rpc/inbox_feed.h"

#include <memory>

#include "services/notifications/rpc/inbox_reader.h"

namespace tarazy::notifications {
namespace {

// What other processes put into inboxes waits so long at most until somebody looks.
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
