// The caller of an RPC as the rules of notifications see him.
#pragma once

#include <string>

#include "common/rpc/call.h"
#include "services/notifications/app/people/visible_recipient.h"

namespace tarazy::notifications {

// As it is recorded: "institution tokens/4f9c…".
std::string PersonOf(const rpc::Call& call);

Visitor VisitorOf(const rpc::Call& call);

}  // namespace tarazy::notifications
