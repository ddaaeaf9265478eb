// Where an export goes, piece by piece, so that no file is ever whole in memory.
#pragma once

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace tarazy::surveys {

// Takes the next bytes of a file. An error stops the export and is what it returns.
using Sink = absl::FunctionRef<absl::Status(absl::string_view)>;

// How many bytes are gathered before the sink is called.
inline constexpr size_t kPiece = 64 * 1024;

}  // namespace tarazy::surveys
