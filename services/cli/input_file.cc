#include "services/cli/input_file.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/status_macros.h"
#include "services/cli/failure.h"

namespace tarazy::cli {
namespace {

constexpr int kPollMillis = 100;

absl::Status CannotRead(absl::string_view path, int error) {
  return UsageError(absl::StrCat("cannot read ", path, ": ", std::strerror(error)));
}

}  // namespace

absl::StatusOr<InputFile> InputFile::Open(absl::string_view path) {
  const std::string name(path);
  if (name == "-") {
    InputFile file("standard input", STDIN_FILENO);
    RETURN_IF_ERROR(file.Inspect());
    return file;
  }
  const int fd = open(name.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return CannotRead(name, errno);
  InputFile file(name, fd);
  RETURN_IF_ERROR(file.Inspect());
  return file;
}

InputFile::InputFile(InputFile&& other) noexcept
    : path_(std::move(other.path_)),
      fd_(std::exchange(other.fd_, -1)),
      size_(other.size_),
      readable_by_others_(other.readable_by_others_) {}

InputFile::~InputFile() {
  if (fd_ > STDERR_FILENO) close(fd_);
}

absl::Status InputFile::Inspect() {
  struct stat info;
  if (fstat(fd_, &info) != 0) return CannotRead(path_, errno);
  if (S_ISDIR(info.st_mode)) return CannotRead(path_, EISDIR);
  if (S_ISREG(info.st_mode)) size_ = info.st_size;
  readable_by_others_ = S_ISREG(info.st_mode) && (info.st_mode & S_IROTH) != 0;
  return absl::OkStatus();
}

absl::StatusOr<std::string> InputFile::Read(size_t max_bytes, const std::atomic<bool>& stop) {
  std::string piece(max_bytes, '\0');
  size_t filled = 0;
  while (filled < max_bytes && !stop) {
    pollfd ready{.fd = fd_, .events = POLLIN, .revents = 0};
    const int events = poll(&ready, 1, kPollMillis);
    if (events == 0 || (events < 0 && errno == EINTR)) continue;
    const ssize_t count = read(fd_, piece.data() + filled, max_bytes - filled);
    if (count < 0 && (errno == EINTR || errno == EAGAIN)) continue;
    if (count < 0) return CannotRead(path_, errno);
    if (count == 0) break;
    filled += static_cast<size_t>(count);
  }
  piece.resize(filled);
  return piece;
}

absl::StatusOr<std::string> ReadWholeFile(absl::string_view path, size_t max_bytes) {
  const std::atomic<bool> never = false;
  ASSIGN_OR_RETURN(InputFile file, InputFile::Open(path));
  ASSIGN_OR_RETURN(std::string text, file.Read(max_bytes + 1, never));
  if (text.size() > max_bytes) {
    return UsageError(absl::StrCat(path, " is larger than ", max_bytes, " bytes"));
  }
  return text;
}

}  // namespace tarazy::cli
