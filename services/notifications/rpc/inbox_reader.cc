#include "services/notifications/rpc/inbox_reader.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "common/rpc/resource_name.h"
#include "services/notifications/rpc/caller.h"
#include "services/notifications/rpc/inbox_feed.h"
#include "services/notifications/rpc/inbox_item.h"
#include "services/notifications/store/inbox_store.h"

namespace tarazy::notifications {

absl::Status InboxReader::Begin(const rpc::Call& call) {
  ASSIGN_OR_RETURN(const std::string id,
                   rpc::ParseId("recipient", "recipients/*", request_.recipient()));
  return database_.Read(call, [&](sql::Tx& tx) -> absl::Status {
    ASSIGN_OR_RETURN(const v1::Recipient recipient, VisibleRecipient(tx, VisitorOf(call), id));
    recipient_ = recipient.id();
    ASSIGN_OR_RETURN(after_, signer_.OpenCursor(InboxName(recipient_), request_.cursor()));
    head_ = heads_.Follow(recipient_);
    ASSIGN_OR_RETURN(const int64_t last, LastNumber(tx, recipient_));
    if (after_ > last) {  // an older copy of the data was brought back
      return InvalidArgument(Reason::kInvalidCursor,
                             "the cursor is of an item that this inbox does not have",
                             {{"cursor", "of an item that is not there"}});
    }
    until_ = request_.until_now() ? std::optional<int64_t>(last) : std::nullopt;
    return absl::OkStatus();
  });
}

absl::Status InboxReader::ReadPage(const Context& context,
                                   std::deque<v1::WatchInboxResponse>& page) {
  std::vector<StoredItem> items;
  RETURN_IF_ERROR(database_.Read(context, [&](sql::Tx& tx) -> absl::Status {
    ASSIGN_OR_RETURN(seen_, LastNumber(tx, recipient_));
    ASSIGN_OR_RETURN(items, ItemsAfter(tx, recipient_, after_, InboxFeed::kPage));
    return absl::OkStatus();
  }));
  // Behind a short page there is nothing up to the last.
  if (items.size() < static_cast<size_t>(InboxFeed::kPage)) after_ = std::max(after_, seen_);
  for (StoredItem& item : items) {
    if (until_.has_value() && item.number > *until_) {
      after_ = *until_;
      break;
    }
    after_ = std::max(after_, item.number);
    *page.emplace_back().mutable_item() = ToProto(signer_, std::move(item));
  }
  return absl::OkStatus();
}

}  // namespace tarazy::notifications
