// The caller of an RPC as the rules of surveys see him.
#pragma once

#include <string>

#include "common/rpc/call.h"

namespace tarazy::surveys {

// As it is recorded: "methodologist tokens/4f9c…".
std::string PersonOf(const rpc::Call& call);

// The agency's people and other services: they read by the staff's threshold, and before the close
// where the campaign allows it.
bool IsStaff(const rpc::Call& call);

}  // namespace tarazy::surveys
