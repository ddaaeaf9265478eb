// An upload kept in an unnamed temporary file, so that it can be read twice in bounded memory:
// once to check it all, once to store it.
#pragma once

#include <cstdint>
#include <cstdio>
#include <memory>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/base/sha256.h"

namespace tarazy::blob {

class SpooledFile {
 public:
  static constexpr int64_t kMaxBytes = int64_t{1} << 30;
  // What Read gives at a time, but for the end of the file.
  static constexpr size_t kPieceBytes = 256 << 10;

  // `max_bytes`: what it may hold.
  explicit SpooledFile(int64_t max_bytes = kMaxBytes);

  // RESOURCE_EXHAUSTED beyond `max_bytes` or when the disk is full.
  absl::Status Append(absl::string_view bytes);

  // The whole file from its start, piece by piece. May be called again.
  absl::Status Read(absl::FunctionRef<absl::Status(absl::string_view piece)> each);

  // Up to `size` bytes from `offset`, for formats that are not read from start to end; fewer only
  // at the end of the file. Must not be called while Read is passing on pieces.
  absl::StatusOr<size_t> ReadAt(int64_t offset, char* into, size_t size);

  int64_t size() const { return size_; }
  // SHA-256 of everything appended; call once, after the last Append.
  std::string Digest() { return hash_.Finish(); }

 private:
  struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  const int64_t max_bytes_;
  std::unique_ptr<std::FILE, Close> file_;
  int64_t size_ = 0;
  Sha256 hash_;
};

}  // namespace tarazy::blob
