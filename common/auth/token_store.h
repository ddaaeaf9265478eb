// Tokens: opaque bearer secrets of which only the SHA-256 is stored (32 random bytes need no
// password hash). Also keeps the installation's signing keys.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/auth/principal.h"
#include "common/sql/database.h"

namespace tarazy::auth {

const sql::Migrations& SchemaMigrations();

struct StoredToken {
  std::string id;
  std::string hash;  // 32 bytes
  Role role = common::v1::ROLE_UNSPECIFIED;
  std::string institution;
  absl::Time created;
  std::optional<absl::Time> expires;
  std::optional<absl::Time> revoked;
};

// A new secret: "tzy_" and 64 hex digits.
std::string NewSecret();
// True for text of that shape.
bool LooksLikeSecret(absl::string_view text);
// What is stored of it.
std::string HashSecret(absl::string_view secret);

absl::Status InsertToken(sql::Tx& tx, const StoredToken& token);
// NOT_FOUND when there is none.
absl::StatusOr<StoredToken> LoadToken(sql::Tx& tx, absl::string_view id);
// Nothing when no token has this hash.
absl::StatusOr<std::optional<StoredToken>> FindToken(sql::Tx& tx, absl::string_view hash);
// By id, those after `after`.
absl::StatusOr<std::vector<StoredToken>> ListTokens(sql::Tx& tx, absl::Time after_time,
                                                    absl::string_view after_id, int limit);
// Sets the time of revocation unless it is set.
absl::Status RevokeToken(sql::Tx& tx, absl::string_view id, absl::Time now);
// True when some administrator's token is good at this time.
absl::StatusOr<bool> HasAdminToken(sql::Tx& tx, absl::Time now);

// The key of this name, made at random on first use and the same ever after, in every process.
absl::StatusOr<std::string> SigningKey(sql::Tx& tx, absl::string_view name);

}  // namespace tarazy::auth
