#include "common/sql/request_log.h"

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"

namespace tarazy::sql {
namespace {

constexpr char kFind[] =
    "SELECT body_hash, response FROM request_log "
    "WHERE principal = ?1 AND method = ?2 AND request_id = ?3";
constexpr char kInsert[] =
    "INSERT INTO request_log (principal, method, request_id, body_hash, response, created_at) "
    "VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
constexpr char kDeleteBefore[] = "DELETE FROM request_log WHERE created_at < ?1";

}  // namespace

absl::StatusOr<std::optional<std::string>> Recall(Tx& tx, const RequestKey& key) {
  std::string body_hash;
  std::string response;
  ASSIGN_OR_RETURN(
      const bool found,
      tx.QueryOne(kFind, {V(key.principal), V(key.method), V(key.request_id)}, [&](const Row& row) {
        body_hash = row.Bytes(0);
        response = row.Bytes(1);
      }));
  if (!found) return std::optional<std::string>();
  if (body_hash != key.body_hash) {
    return InvalidArgument(
        Reason::kRequestIdReused,
        absl::StrCat("request_id ", key.request_id,
                     " was used before with another request; repeat that request as it was, or "
                     "choose a new request_id"),
        {{"request_id", "used before with another request"}});
  }
  return std::optional<std::string>(std::move(response));
}

absl::Status Remember(Tx& tx, const RequestKey& key, absl::string_view response, absl::Time now) {
  return tx
      .Exec(kInsert, {V(key.principal), V(key.method), V(key.request_id), V(Blob{key.body_hash}),
                      V(Blob{std::string(response)}), V(now)})
      .status();
}

absl::StatusOr<int64_t> Forget(Tx& tx, absl::Time before) {
  return tx.Exec(kDeleteBefore, {V(before)});
}

}  // namespace tarazy::sql
