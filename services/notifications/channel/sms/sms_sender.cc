#include "services/notifications/channel/sms/sms_sender.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <nlohmann/json.hpp>

#include "absl/strings/str_cat.h"
#include "common/base/text.h"
#include "services/notifications/channel/sms/sms_parts.h"

namespace tarazy::notifications {
namespace {

constexpr int kMaxParts = 255;  // a part's number is one byte (3GPP TS 23.040, section 9.2.3.24.1)

class File {
 public:
  explicit File(int descriptor) : descriptor_(descriptor) {}
  ~File() {
    if (descriptor_ >= 0) close(descriptor_);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;

  int get() const { return descriptor_; }

 private:
  const int descriptor_;
};

Reply Unwritable(absl::string_view what) {
  return {Outcome::kUnreachable, 0, absl::StrCat("cannot ", what, ": ", std::strerror(errno))};
}

template <typename Call>
auto Retrying(Call call) {
  auto result = call();
  while (result < 0 && errno == EINTR) result = call();
  return result;
}

// A new file's name is in its folder, which has to reach the disk too.
bool SyncFolderOf(const std::string& path) {
  const size_t slash = path.rfind('/');
  const std::string folder = slash == std::string::npos ? "."
                             : slash == 0               ? "/"
                                                        : path.substr(0, slash);
  const File opened(open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  return opened.get() >= 0 && fsync(opened.get()) == 0;
}

// True when a crash has left half a line at the end.
bool EndsTorn(int file, off_t size) {
  char last = '\n';
  return size > 0 && pread(file, &last, 1, size - 1) == 1 && last != '\n';
}

}  // namespace

Reply FileSmsSender::Send(absl::string_view to, absl::string_view text, absl::string_view id) {
  const absl::Status number = CheckPhoneNumber("to", to);
  if (!number.ok()) return {Outcome::kPermanent, 0, PrintableText(number.message())};
  if (text.empty() || !IsValidUtf8(text)) {
    return {Outcome::kPermanent, 0, "the text is empty, or not UTF-8"};
  }
  const SmsSize size = SmsParts(text);
  if (size.parts > kMaxParts) {
    return {Outcome::kPermanent, 0, absl::StrCat("the text takes more than ", kMaxParts, " parts")};
  }
  nlohmann::ordered_json message;
  message["id"] = ToValidUtf8(id);
  message["to"] = std::string(to);
  message["text"] = std::string(text);
  message["parts"] = size.parts;
  std::string line = message.dump() + "\n";

  const File file(open(path_.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0600));
  if (file.get() < 0) return Unwritable("open the file");
  // Only for what happens when the disk is full: the line is taken back before another follows it.
  if (Retrying([&] { return flock(file.get(), LOCK_EX); }) != 0) return Unwritable("lock the file");
  struct stat before = {};
  if (fstat(file.get(), &before) != 0) return Unwritable("read the file");
  if (EndsTorn(file.get(), before.st_size)) line.insert(0, "\n");
  const ssize_t written = Retrying([&] { return write(file.get(), line.data(), line.size()); });
  if (written != static_cast<ssize_t>(line.size())) {
    if (written >= 0) errno = ENOSPC;
    const Reply failed = Unwritable("write the file");
    (void)!ftruncate(file.get(), before.st_size);
    return failed;
  }
  if (fsync(file.get()) != 0) return Unwritable("write the file to the disk");
  if (before.st_size == 0 && !SyncFolderOf(path_))
    return Unwritable("write the folder to the disk");
  return {Outcome::kAccepted, 0, absl::StrCat(size.parts, " parts")};
}

}  // namespace tarazy::notifications
