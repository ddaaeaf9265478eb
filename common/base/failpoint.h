// Points at which a test kills the process: the moments between two steps that must both happen.
#pragma once

#include "absl/strings/string_view.h"

namespace tarazy {

// Ends the process as kill -9 would when the environment says TARAZY_TEST_KILL_AT=NAME, or NAME:N
// for the N-th time that it comes here. Otherwise nothing, in a few nanoseconds.
void Failpoint(absl::string_view name);

}  // namespace tarazy
