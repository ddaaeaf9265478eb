#include "common/server/process.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "common/auth/token_store.h"
#include "common/base/error.h"
#include "common/base/ids.h"
#include "common/base/status_macros.h"

namespace tarazy::server {
namespace {

Context Soon() { return {.deadline = absl::Now() + absl::Seconds(30)}; }

absl::Status CannotWrite(const std::string& path) {
  return MakeError(absl::StatusCode::kFailedPrecondition, Reason::kInternal,
                   absl::StrCat("cannot write ", path, "; check --data and its permissions"));
}

absl::Status WriteSecret(const std::string& path, const std::string& secret) {
  const std::string text = secret + "\n";
  const std::string fresh = path + ".new";
  const int fd = open(fresh.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (fd < 0) return CannotWrite(path);
  const bool written =
      write(fd, text.data(), text.size()) == static_cast<ssize_t>(text.size()) && fsync(fd) == 0;
  if (close(fd) != 0 || !written || rename(fresh.c_str(), path.c_str()) != 0) {
    return CannotWrite(path);
  }
  return absl::OkStatus();
}

// The secret that an earlier start left in the file before it could store it; nothing when there is
// none or when it was stored and is spent by now.
absl::StatusOr<std::string> LeftBehind(sql::Tx& tx, const std::string& path) {
  std::string secret;
  std::ifstream(path) >> secret;
  if (!absl::StartsWith(secret, "tzy_")) return std::string();
  ASSIGN_OR_RETURN(const auto stored, auth::FindToken(tx, auth::HashSecret(secret)));
  return stored.has_value() ? std::string() : secret;
}

}  // namespace

absl::Status MakeDataFolder(const std::string& folder) {
  std::error_code error;
  if (std::filesystem::is_directory(folder, error)) return absl::OkStatus();
  const mode_t before = umask(0077);
  std::filesystem::create_directories(folder, error);
  umask(before);
  return error ? CannotWrite(folder) : absl::OkStatus();
}

absl::Status EnsureAdminToken(sql::Database& database, const Clock& clock,
                              const std::string& folder) {
  const std::string path = folder + "/admin.token";
  return database.Write(Soon(), [&](sql::Tx& tx) -> absl::Status {
    ASSIGN_OR_RETURN(const bool exists, auth::HasAdminToken(tx, clock.Now()));
    if (exists) return absl::OkStatus();
    ASSIGN_OR_RETURN(std::string secret, LeftBehind(tx, path));
    if (secret.empty()) {
      secret = auth::NewSecret();
      RETURN_IF_ERROR(WriteSecret(path, secret));
    }
    return auth::InsertToken(tx, {.id = RandomHex(8),
                                  .hash = auth::HashSecret(secret),
                                  .role = common::v1::ROLE_ADMIN,
                                  .created = clock.Now()});
  });
}

absl::StatusOr<std::string> EnsureServiceToken(sql::Database& database, const Clock& clock,
                                               const std::string& folder) {
  const std::string path = folder + "/service.token";
  std::string secret;
  RETURN_IF_ERROR(database.Write(Soon(), [&](sql::Tx& tx) -> absl::Status {
    secret.clear();
    std::ifstream(path) >> secret;
    if (auth::LooksLikeSecret(secret)) {
      ASSIGN_OR_RETURN(const auto stored, auth::FindToken(tx, auth::HashSecret(secret)));
      const bool good = stored.has_value() && stored->role == common::v1::ROLE_SERVICE &&
                        !stored->revoked.has_value() &&
                        stored->expires.value_or(absl::InfiniteFuture()) > clock.Now();
      if (good) return absl::OkStatus();
    }
    secret = auth::NewSecret();
    RETURN_IF_ERROR(WriteSecret(path, secret));
    return auth::InsertToken(tx, {.id = RandomHex(8),
                                  .hash = auth::HashSecret(secret),
                                  .role = common::v1::ROLE_SERVICE,
                                  .created = clock.Now()});
  }));
  return secret;
}

absl::StatusOr<std::string> InstallationKey(sql::Database& database, absl::string_view name) {
  std::string key;
  RETURN_IF_ERROR(database.Write(Soon(), [&](sql::Tx& tx) -> absl::Status {
    ASSIGN_OR_RETURN(key, auth::SigningKey(tx, name));
    return absl::OkStatus();
  }));
  return key;
}

}  // namespace tarazy::server
