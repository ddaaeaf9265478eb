#include "services/cli/output_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/ids.h"
#include "services/cli/failure.h"

namespace tarazy::cli {
namespace {

std::string Sentence(absl::string_view path, absl::string_view why) {
  return absl::StrCat("cannot write ", path, ": ", why);
}

}  // namespace

absl::StatusOr<OutputFile> OutputFile::Create(absl::string_view path) {
  if (path.empty() || path == "-") {
    return UsageError(Sentence(path, "name a file; standard output is for results"));
  }
  OutputFile file;
  file.path_ = file.target_ = std::string(path);
  struct stat info;
  if (stat(file.target_.c_str(), &info) == 0) {
    // Renaming over a device or a pipe would take it away from everybody.
    if (!S_ISREG(info.st_mode)) return UsageError(Sentence(path, "it is not a regular file"));
    file.mode_ = info.st_mode & 07777;
    // Through a link: the link stays, what it names is replaced.
    std::error_code error;
    file.target_ = std::filesystem::canonical(file.target_, error).string();
    if (error) return UsageError(Sentence(path, error.message()));
  }
  std::string fresh = absl::StrCat(file.target_, ".", RandomHex(8), ".new");
  file.fd_ = open(fresh.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
  if (file.fd_ < 0) return UsageError(Sentence(path, std::strerror(errno)));
  file.fresh_ = std::move(fresh);
  return file;
}

OutputFile::OutputFile(OutputFile&& other) noexcept
    : path_(std::move(other.path_)),
      target_(std::move(other.target_)),
      mode_(other.mode_),
      fresh_(std::exchange(other.fresh_, {})),
      fd_(std::exchange(other.fd_, -1)) {}

OutputFile::~OutputFile() {
  if (fd_ >= 0) close(fd_);
  if (!fresh_.empty()) unlink(fresh_.c_str());
}

absl::Status OutputFile::CannotWrite() const {
  return absl::DataLossError(Sentence(path_, std::strerror(errno)));
}

absl::Status OutputFile::Append(absl::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t count = write(fd_, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return CannotWrite();
    bytes.remove_prefix(static_cast<size_t>(count));
  }
  return absl::OkStatus();
}

absl::Status OutputFile::Commit() {
  if ((mode_ && fchmod(fd_, *mode_) != 0) || fsync(fd_) != 0) return CannotWrite();
  if (close(std::exchange(fd_, -1)) != 0) return CannotWrite();
  if (std::rename(fresh_.c_str(), target_.c_str()) != 0) return CannotWrite();
  fresh_.clear();
  return absl::OkStatus();
}

}  // namespace tarazy::cli
