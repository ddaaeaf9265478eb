// Files that commands write.
#pragma once

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace tarazy::cli {

// Makes `path` hold `content`: at every moment the file is as it was, or whole. A file that is
// replaced keeps its permissions. A usage error when `path` cannot be a file (a folder, a device,
// "-", nowhere to write), DATA_LOSS when writing fails midway.
absl::Status ReplaceFile(absl::string_view path, absl::string_view content);

}  // namespace tarazy::cli
