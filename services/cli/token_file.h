// The access token that calls are made with.
#pragma once

#include <ostream>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace tarazy::cli {

inline constexpr char kLocalTokenFile[] = "./var/admin.token";

// True for "localhost", 127.0.0.0/8 and ::1, with a port or without.
bool IsLoopback(absl::string_view server);

// The token in `file`, without the white space after it; warns on `err` when other users may read
// the file. Without a file: on loopback what kLocalTokenFile holds, if it can be read; else empty.
absl::StatusOr<std::string> LoadToken(absl::string_view file, absl::string_view server,
                                      std::ostream& err);

}  // namespace tarazy::cli
