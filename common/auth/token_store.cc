#include "common/auth/token_store.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/base/error.h"
#include "common/base/ids.h"
#include "common/base/sha256.h"
#include "common/base/status_macros.h"

namespace tarazy::auth {
namespace {

using sql::V;

StoredToken Read(const sql::Row& row) {
  StoredToken token;
  token.id = row.Text(0);
  token.hash = row.Bytes(1);
  common::v1::Role_Parse(row.Text(2), &token.role);
  token.institution = row.Text(3);
  token.created = row.Time(4);
  if (!row.IsNull(5)) token.expires = row.Time(5);
  if (!row.IsNull(6)) token.revoked = row.Time(6);
  return token;
}

std::optional<int64_t> Micros(const std::optional<absl::Time>& time) {
  if (!time.has_value()) return std::nullopt;
  return sql::ToMicros(*time);
}

}  // namespace

std::string NewSecret() { return absl::StrCat("tzy_", RandomHex(32)); }

bool LooksLikeSecret(absl::string_view text) {
  if (!absl::ConsumePrefix(&text, "tzy_") || text.size() != 64) return false;
  for (const char c : text) {
    if (!absl::ascii_isxdigit(c)) return false;
  }
  return true;
}

std::string HashSecret(absl::string_view secret) { return Sha256Of(secret); }

absl::Status InsertToken(sql::Tx& tx, const StoredToken& token) {
  return tx
      .Exec(
          "INSERT INTO token (id, hash, role, institution, created_at, expires_at, revoked_at) "
          "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
          {V(token.id), V(sql::Blob{token.hash}), V(common::v1::Role_Name(token.role)),
           V(token.institution), V(token.created), V(Micros(token.expires)),
           V(Micros(token.revoked))})
      .status();
}

absl::StatusOr<StoredToken> LoadToken(sql::Tx& tx, absl::string_view id) {
  StoredToken token;
  ASSIGN_OR_RETURN(
      const bool found,
      tx.QueryOne("SELECT id, hash, role, institution, created_at, expires_at, revoked_at "
                  "FROM token WHERE id = ?1",
                  {V(id)}, [&](const sql::Row& row) { token = Read(row); }));
  if (!found) return NotFound("token", absl::StrCat("tokens/", id));
  return token;
}

absl::StatusOr<std::optional<StoredToken>> FindToken(sql::Tx& tx, absl::string_view hash) {
  std::optional<StoredToken> token;
  RETURN_IF_ERROR(
      tx.QueryOne("SELECT id, hash, role, institution, created_at, expires_at, revoked_at "
                  "FROM token WHERE hash = ?1",
                  {V(sql::Blob{std::string(hash)})},
                  [&](const sql::Row& row) { token = Read(row); })
          .status());
  return token;
}

absl::StatusOr<std::vector<StoredToken>> ListTokens(sql::Tx& tx, absl::Time after_time,
                                                    absl::string_view after_id, int limit) {
  std::vector<StoredToken> tokens;
  RETURN_IF_ERROR(
      tx.Query("SELECT id, hash, role, institution, created_at, expires_at, revoked_at "
               "FROM token WHERE (created_at, id) > (?1, ?2) ORDER BY created_at, id LIMIT ?3",
               {V(after_time), V(after_id), V(limit)}, [&](const sql::Row& row) {
                 tokens.push_back(Read(row));
                 return absl::OkStatus();
               }));
  return tokens;
}

absl::Status RevokeToken(sql::Tx& tx, absl::string_view id, absl::Time now) {
  return tx
      .Exec("UPDATE token SET revoked_at = ?2 WHERE id = ?1 AND revoked_at IS NULL",
            {V(id), V(now)})
      .status();
}

absl::StatusOr<bool> HasAdminToken(sql::Tx& tx, absl::Time now) {
  return tx.QueryOne(
      "SELECT 1 FROM token WHERE role = 'ROLE_ADMIN' AND revoked_at IS NULL "
      "AND (expires_at IS NULL OR expires_at > ?1) LIMIT 1",
      {V(now)}, [](const sql::Row&) {});
}

absl::StatusOr<std::string> SigningKey(sql::Tx& tx, absl::string_view name) {
  std::string key;
  const auto read = [&](const sql::Row& row) { key = row.Bytes(0); };
  ASSIGN_OR_RETURN(const bool found,
                   tx.QueryOne("SELECT value FROM signing_key WHERE name = ?1", {V(name)}, read));
  if (found) return key;
  key = RandomHex(32);
  RETURN_IF_ERROR(
      tx.Exec("INSERT INTO signing_key (name, value) VALUES (?1, ?2)", {V(name), V(sql::Blob{key})})
          .status());
  return key;
}

}  // namespace tarazy::auth
