// What stands before the first call: the authentication data and the administrator's token.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/base/clock.h"
#include "common/sql/database.h"

namespace tarazy::server {

// Makes the data folder (mode 0700) when it is missing.
absl::Status MakeDataFolder(const std::string& folder);

// While there is no good administrator's token, a start writes a new one to FOLDER/admin.token
// (mode 0600). A file that a start left behind before it could store the token is taken up, so that
// no kill in between locks the administrator out.
absl::Status EnsureAdminToken(sql::Database& database, const Clock& clock,
                              const std::string& folder);

// The secret of a token of the role service: the one in FOLDER/service.token (mode 0600) while it
// is good, else a new one.
absl::StatusOr<std::string> EnsureServiceToken(sql::Database& database, const Clock& clock,
                                               const std::string& folder);

// The installation's secret of this name ("page-tokens"), the same in all its processes.
absl::StatusOr<std::string> InstallationKey(sql::Database& database, absl::string_view name);

}  // namespace tarazy::server
