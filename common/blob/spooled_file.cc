#include "common/blob/spooled_file.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"

namespace tarazy::blob {
namespace {

absl::Status Exhausted(absl::string_view message) {
  return MakeError(absl::StatusCode::kResourceExhausted, Reason::kResourceExhausted, message);
}

}  // namespace

SpooledFile::SpooledFile(int64_t max_bytes) : max_bytes_(max_bytes), file_(std::tmpfile()) {}

absl::Status SpooledFile::Append(absl::string_view bytes) {
  if (size_ + static_cast<int64_t>(bytes.size()) > max_bytes_) {
    return Exhausted(absl::StrCat("the file is larger than ", max_bytes_,
                                  " bytes, the most that is accepted; split it"));
  }
  if (file_ == nullptr || std::fwrite(bytes.data(), 1, bytes.size(), file_.get()) != bytes.size()) {
    return Exhausted("there is no room for the upload on the server; tell the operator");
  }
  hash_.Update(bytes);
  size_ += static_cast<int64_t>(bytes.size());
  return absl::OkStatus();
}

absl::Status SpooledFile::Read(absl::FunctionRef<absl::Status(absl::string_view)> each) {
  if (file_ == nullptr) return Internal("no temporary file");
  std::rewind(file_.get());
  std::vector<char> piece(kPieceBytes);
  int64_t seen = 0;
  while (const size_t got = std::fread(piece.data(), 1, piece.size(), file_.get())) {
    RETURN_IF_ERROR(each(absl::string_view(piece.data(), got)));
    seen += static_cast<int64_t>(got);
  }
  return seen == size_ ? absl::OkStatus() : Internal("the temporary file cannot be read back");
}

absl::StatusOr<size_t> SpooledFile::ReadAt(int64_t offset, char* into, size_t size) {
  if (file_ == nullptr || fseeko(file_.get(), static_cast<off_t>(offset), SEEK_SET) != 0) {
    return Internal("no temporary file");
  }
  const size_t got = std::fread(into, 1, size, file_.get());
  if (got < size && std::ferror(file_.get()) != 0) {
    return Internal("the temporary file cannot be read back");
  }
  return got;
}

}  // namespace tarazy::blob
