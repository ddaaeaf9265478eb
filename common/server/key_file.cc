#include "common/server/key_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "absl/cleanup/cleanup.h"
#include "absl/functional/function_ref.h"
#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/ids.h"
#include "common/base/status_macros.h"

namespace tarazy::server {
namespace {

constexpr size_t kMaxKeyBytes = 16 << 10;

absl::Status Refused(absl::string_view sentence) {
  return FailedPrecondition(Reason::kInternal, sentence);
}

absl::StatusOr<std::string> ReadPrivate(int fd, const std::string& path) {
  struct stat info;
  if (fstat(fd, &info) != 0 || !S_ISREG(info.st_mode)) {
    return Refused(absl::StrCat(path, " is no regular file"));
  }
  if ((info.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
    return Refused(absl::StrCat(path,
                                " holds a secret and others than its owner may use it; "
                                "chmod 600 it, and make a new one if it got into other "
                                "hands"));
  }
  std::string text(kMaxKeyBytes, '\0');
  const ssize_t size = read(fd, text.data(), text.size());
  if (size < 0) return Refused(absl::StrCat(path, " cannot be read"));
  text.resize(static_cast<size_t>(size));
  return text;
}

// Puts a new file in place unless another process did so meanwhile.
absl::Status MakeFile(const std::string& path, const std::string& text) {
  const std::string fresh = absl::StrCat(path, ".", RandomHex(8));
  const absl::Status cannot =
      Refused(absl::StrCat("cannot write ", path, "; check its folder and permissions"));
  const int fd = open(fresh.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (fd < 0) return cannot;
  const absl::Cleanup remove = [&] { unlink(fresh.c_str()); };
  const bool written =
      write(fd, text.data(), text.size()) == static_cast<ssize_t>(text.size()) && fsync(fd) == 0;
  if (close(fd) != 0 || !written) return cannot;
  // A link appears whole, and not at all when the name is taken.
  if (link(fresh.c_str(), path.c_str()) != 0 && errno != EEXIST) return cannot;
  return absl::OkStatus();
}

// The text of the file, which is made with what `make` gives when there is none.
absl::StatusOr<std::string> LoadOrMake(const std::string& path,
                                       absl::FunctionRef<std::string()> make) {
  int fd = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0 && errno == ENOENT) {
    RETURN_IF_ERROR(MakeFile(path, make()));
    fd = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  }
  if (fd < 0) return Refused(absl::StrCat(path, " cannot be read"));
  const absl::Cleanup closing = [fd] { close(fd); };
  return ReadPrivate(fd, path);
}

}  // namespace

absl::StatusOr<Ed25519Key> LoadOrMakeKey(const std::string& path) {
  ASSIGN_OR_RETURN(const std::string text,
                   LoadOrMake(path, [] { return Ed25519Key::Generate().ToPem(); }));
  absl::StatusOr<Ed25519Key> key = Ed25519Key::FromPem(text);
  if (!key.ok()) {
    return Refused(absl::StrCat(path,
                                " holds no Ed25519 private key in PEM (PKCS #8, without a "
                                "passphrase)"));
  }
  return key;
}

absl::StatusOr<Secret> LoadOrMakeSecret(const std::string& path) {
  ASSIGN_OR_RETURN(const std::string text,
                   LoadOrMake(path, [] { return Secret::Generate().ToBase64() + "\n"; }));
  absl::StatusOr<Secret> secret = Secret::FromBase64(text);
  if (!secret.ok()) return Refused(absl::StrCat(path, " holds no 32 bytes in base64"));
  return secret;
}

}  // namespace tarazy::server
