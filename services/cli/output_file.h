// A file that a command writes piece by piece.
#pragma once

#include <sys/types.h>

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace tarazy::cli {

// At every moment until Commit the file is as it was. A file that is replaced keeps its
// permissions.
class OutputFile {
 public:
  // Begins a file under a temporary name beside `path`; a usage error when `path` cannot be a file
  // (a folder, a device, "-", nowhere to write).
  static absl::StatusOr<OutputFile> Create(absl::string_view path);

  OutputFile(OutputFile&& other) noexcept;
  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;
  ~OutputFile();  // takes away what was not committed

  // DATA_LOSS when writing fails.
  absl::Status Append(absl::string_view bytes);

  // Puts the file, on the disk by now, in the place of what `path` was. DATA_LOSS when that fails.
  absl::Status Commit();

 private:
  OutputFile() = default;
  absl::Status CannotWrite() const;  // for errno

  std::string path_;    // as it was given: for messages
  std::string target_;  // what is replaced, behind all links
  std::optional<mode_t> mode_;
  std::string fresh_;  // empty once there is nothing to take away
  int fd_ = -1;
};

}  // namespace tarazy::cli
