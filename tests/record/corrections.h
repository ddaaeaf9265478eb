// Corrections of a record: a list of paths with what shall stand there
// (examples/cases/*.corrections.yaml says how they are written).
#pragma once

#include <google/protobuf/message.h>

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace tarazy::record {

// Applies them in their order, first all `set`, then all `remove`. Returns what could not be
// applied: paths that lead nowhere, values that were not what `from` says.
std::vector<std::string> ApplyCorrections(absl::string_view yaml,
                                          google::protobuf::Message& message);

}  // namespace tarazy::record
