// The registry over gRPC, on behalf of one call: its token, deadline and request id go with it.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "common/rpc/channel_provider.h"
#include "services/accreditation/app/registered_units.h"

namespace tarazy::accreditation {

// What the registry has of these names ("institutions/*", "programmes/*"). Errors: UNAVAILABLE,
// those of the registry.
absl::StatusOr<RegisteredUnits> FindUnits(rpc::ChannelProvider& channels, const rpc::Call& call,
                                          const std::vector<std::string>& names);

}  // namespace tarazy::accreditation
