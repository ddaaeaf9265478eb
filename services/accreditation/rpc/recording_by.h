// Who records something in the register. For the files of DecisionsService.
#pragma once

#include <utility>

#include "common/rpc/call.h"
#include "common/rpc/runtime.h"
#include "services/accreditation/app/record_decision.h"
#include "services/accreditation/rpc/caller.h"

namespace tarazy::accreditation {

// To be made inside the transaction: the time of the recording is that of its commit, or just
// before, not that of the call, so that who asks what was known then is answered the same later.
inline RecordingBy RecordingOf(const rpc::Runtime& runtime, const rpc::Call& call,
                               RegisteredUnits units = {}) {
  return {.by = ViewerOf(call),
          .now = runtime.clock.Now(),
          .today = Today(call),
          .units = std::move(units)};
}

// Who voted how is for the agency and the council.
inline bool SeesVotes(const rpc::Call& call) {
  const Viewer viewer = ViewerOf(call);
  return viewer.staff || viewer.council;
}

}  // namespace tarazy::accreditation
