// Files that commands read: small ones whole, large ones in pieces; "-" is standard input.
#pragma once

#include <atomic>
#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace tarazy::cli {

// What cannot be opened or read is a usage error that names the file.
class InputFile {
 public:
  static absl::StatusOr<InputFile> Open(absl::string_view path);

  InputFile(InputFile&& other) noexcept;
  InputFile(const InputFile&) = delete;
  InputFile& operator=(const InputFile&) = delete;
  ~InputFile();

  // The size in bytes; 0 when it is not known (a pipe).
  int64_t size() const { return size_; }

  // True when someone besides the owner and the group may read it.
  bool ReadableByOthers() const { return readable_by_others_; }

  // The next `max_bytes` of the file, fewer only at its end and none after it. Gives up, with what
  // there is, soon after `stop` has become true: a pipe may never bring more.
  absl::StatusOr<std::string> Read(size_t max_bytes, const std::atomic<bool>& stop);

 private:
  InputFile(std::string path, int fd) : path_(std::move(path)), fd_(fd) {}
  absl::Status Inspect();

  std::string path_;
  int fd_;
  int64_t size_ = 0;
  bool readable_by_others_ = false;
};

// All of a file of at most `max_bytes`.
absl::StatusOr<std::string> ReadWholeFile(absl::string_view path, size_t max_bytes);

}  // namespace tarazy::cli
