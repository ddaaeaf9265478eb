#include "services/cli/replace_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "common/base/ids.h"
#include "services/cli/failure.h"

namespace tarazy::cli {
namespace {

std::string Sentence(absl::string_view path, absl::string_view why) {
  return absl::StrCat("cannot write ", path, ": ", why);
}

bool WriteAll(int fd, absl::string_view content) {
  while (!content.empty()) {
    const ssize_t count = write(fd, content.data(), content.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return false;
    content.remove_prefix(static_cast<size_t>(count));
  }
  return true;
}

// Writes and closes; 0 or the error's number.
int Fill(int fd, absl::string_view content, std::optional<mode_t> mode) {
  const bool written = (!mode || fchmod(fd, *mode) == 0) && WriteAll(fd, content) && fsync(fd) == 0;
  const int error = written ? 0 : errno;
  return close(fd) == 0 ? error : errno;
}

}  // namespace

absl::Status ReplaceFile(absl::string_view path, absl::string_view content) {
  if (path.empty() || path == "-") {
    return UsageError(Sentence(path, "name a file; standard output is for results"));
  }
  std::string target(path);
  std::optional<mode_t> mode;
  struct stat info;
  if (stat(target.c_str(), &info) == 0) {
    // Renaming over a device or a pipe would take it away from everybody.
    if (!S_ISREG(info.st_mode)) return UsageError(Sentence(path, "it is not a regular file"));
    mode = info.st_mode & 07777;
    // Through a link: the link stays, what it names is replaced.
    std::error_code error;
    target = std::filesystem::canonical(target, error).string();
    if (error) return UsageError(Sentence(path, error.message()));
  }
  const std::string fresh = absl::StrCat(target, ".", RandomHex(8), ".new");
  const int fd = open(fresh.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
  if (fd < 0) return UsageError(Sentence(path, std::strerror(errno)));
  int error = Fill(fd, content, mode);
  if (error == 0 && rename(fresh.c_str(), target.c_str()) != 0) error = errno;
  if (error == 0) return absl::OkStatus();
  unlink(fresh.c_str());
  return absl::DataLossError(Sentence(path, std::strerror(error)));
}

}  // namespace tarazy::cli
