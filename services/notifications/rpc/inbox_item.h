// An item of an inbox as callers see it.
#pragma once

#include <string>

#include "absl/strings/string_view.h"
#include "common/rpc/page.h"
#include "services/notifications/store/inbox_store.h"
#include "tarazy/notifications/v1/notice.pb.h"

namespace tarazy::notifications {

// The name that cursors of this recipient's inbox are bound to.
std::string InboxName(absl::string_view recipient);

v1::InboxItem ToProto(const rpc::PageSigner& signer, StoredItem item);

}  // namespace tarazy::notifications
