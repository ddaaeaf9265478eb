#include "services/notifications/rpc/inbox_item.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "common/record/stamp.h"

namespace tarazy::notifications {

std::string InboxName(absl::string_view recipient) {
  return absl::StrCat("recipients/", recipient, "/inbox");
}

v1::InboxItem ToProto(const rpc::PageSigner& signer, StoredItem item) {
  v1::InboxItem proto;
  proto.set_delivery(absl::StrCat("deliveries/", item.delivery));
  proto.set_cursor(signer.CursorOf(InboxName(item.recipient), item.number));
  proto.set_topic(absl::StrCat("topics/", item.topic));
  proto.set_about(std::move(item.about));
  proto.set_subject(std::move(item.subject));
  proto.set_text(std::move(item.text));
  *proto.mutable_time() = record::Stamp(item.came);
  if (item.read.has_value()) *proto.mutable_read_time() = record::Stamp(*item.read);
  if (item.acknowledged.has_value()) {
    *proto.mutable_acknowledge_time() = record::Stamp(*item.acknowledged);
  }
  proto.set_acknowledge(item.acknowledge);
  return proto;
}

}  // namespace tarazy::notifications
