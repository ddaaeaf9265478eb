#include "services/notifications/store/recipient_store.h"

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "common/record/stamp.h"
#include "services/notifications/store/changes.h"

namespace tarazy::notifications {
namespace {

using sql::V;

constexpr char kFind[] = "SELECT body, changes FROM recipient WHERE id = ?1";
constexpr char kOfToken[] = "SELECT body, changes FROM recipient WHERE token = ?1 AND token <> ''";
constexpr char kList[] = "SELECT body, changes FROM recipient WHERE id > ?1 ORDER BY id LIMIT ?2";
constexpr char kOfRole[] =
    "SELECT body, changes FROM recipient WHERE role = ?1 AND id > ?2 ORDER BY id LIMIT ?3";
constexpr char kConcerned[] =
    "SELECT body, changes FROM recipient WHERE role = ?1 AND id > ?2 AND institution = ?4 "
    "ORDER BY id LIMIT ?3";
constexpr char kSubscribed[] =
    "SELECT r.body, r.changes FROM subscriber s JOIN recipient r ON r.id = s.recipient "
    "WHERE s.topic = ?4 AND s.recipient > ?2 AND r.role = ?1 ORDER BY s.recipient LIMIT ?3";
constexpr char kSubscribedConcerned[] =
    "SELECT r.body, r.changes FROM subscriber s JOIN recipient r ON r.id = s.recipient "
    "WHERE s.topic = ?4 AND s.recipient > ?2 AND r.role = ?1 AND r.institution = ?5 "
    "ORDER BY s.recipient LIMIT ?3";

absl::StatusOr<std::vector<v1::Recipient>> ReadAll(sql::Tx& tx, absl::string_view statement,
                                                   absl::Span<const sql::Value> params) {
  std::vector<v1::Recipient> recipients;
  RETURN_IF_ERROR(tx.Query(statement, params, [&](const sql::Row& row) {
    v1::Recipient& recipient = recipients.emplace_back();
    if (!recipient.ParseFromString(row.Bytes(0))) {
      return Internal("a stored recipient cannot be read");
    }
    recipient.set_name(absl::StrCat("recipients/", recipient.id()));
    recipient.set_etag(absl::StrCat(row.Int(1)));
    return absl::OkStatus();
  }));
  return recipients;
}

absl::StatusOr<std::optional<v1::Recipient>> ReadOne(sql::Tx& tx, absl::string_view statement,
                                                     absl::string_view key) {
  ASSIGN_OR_RETURN(std::vector<v1::Recipient> found, ReadAll(tx, statement, {V(key)}));
  if (found.empty()) return std::optional<v1::Recipient>();
  return std::optional<v1::Recipient>(std::move(found.front()));
}

absl::Status StoreSubscriptions(sql::Tx& tx, const v1::Recipient& recipient) {
  RETURN_IF_ERROR(
      tx.Exec("DELETE FROM subscriber WHERE recipient = ?1", {V(recipient.id())}).status());
  std::vector<std::vector<sql::Value>> rows;
  for (const v1::Preference& preference : recipient.preferences()) {
    if (preference.subscribed()) rows.push_back({V(preference.topic()), V(recipient.id())});
  }
  return tx.InsertMany(
      {.table = "subscriber",
       .columns = {{"topic", sql::ColumnType::kText}, {"recipient", sql::ColumnType::kText}}},
      rows);
}

v1::Suppression ReadSuppression(const sql::Row& row) {
  v1::Suppression suppression;
  suppression.set_address(row.Text(0));
  suppression.set_reason(row.Text(1));
  *suppression.mutable_time() = record::Stamp(row.Time(2));
  return suppression;
}

}  // namespace

absl::StatusOr<v1::Recipient> PutRecipient(sql::Tx& tx, v1::Recipient recipient, absl::Time now) {
  ASSIGN_OR_RETURN(std::optional<v1::Recipient> stored, FindRecipient(tx, recipient.id()));
  const std::string etag = recipient.etag();
  recipient.clear_name();
  recipient.clear_etag();
  ASSIGN_OR_RETURN(const Change change,
                   ChangeOf(stored, recipient, etag, absl::StrCat("recipients/", recipient.id())));
  if (change.same) return *std::move(stored);
  const absl::Status status =
      tx.Exec(
            "INSERT INTO recipient (id, role, institution, token, email, body, changes, "
            "changed_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT (id) DO UPDATE SET "
            "role = excluded.role, institution = excluded.institution, token = excluded.token, "
            "email = excluded.email, body = excluded.body, changes = excluded.changes, changed_at "
            "= excluded.changed_at",
            {V(recipient.id()), V(static_cast<int>(recipient.role())), V(recipient.institution()),
             V(recipient.token()), V(absl::AsciiStrToLower(recipient.email())),
             V(sql::Blob{recipient.SerializeAsString()}), V(change.number), V(now)})
          .status();
  if (absl::IsAlreadyExists(status)) return AlreadyExists("recipient of the token", "token");
  RETURN_IF_ERROR(status);
  RETURN_IF_ERROR(StoreSubscriptions(tx, recipient));
  return LoadRecipient(tx, recipient.id());
}

absl::StatusOr<std::optional<v1::Recipient>> FindRecipient(sql::Tx& tx, absl::string_view id) {
  return ReadOne(tx, kFind, id);
}

absl::StatusOr<v1::Recipient> LoadRecipient(sql::Tx& tx, absl::string_view id) {
  ASSIGN_OR_RETURN(std::optional<v1::Recipient> recipient, FindRecipient(tx, id));
  if (!recipient.has_value()) return NotFound("recipient", absl::StrCat("recipients/", id));
  return *std::move(recipient);
}

absl::StatusOr<std::optional<v1::Recipient>> FindRecipientOf(sql::Tx& tx, absl::string_view token) {
  return ReadOne(tx, kOfToken, token);
}

absl::StatusOr<std::vector<v1::Recipient>> ListRecipients(sql::Tx& tx, absl::string_view after,
                                                          int limit) {
  return ReadAll(tx, kList, {V(after), V(limit)});
}

absl::StatusOr<std::vector<v1::Recipient>> ListAudience(sql::Tx& tx, absl::string_view topic,
                                                        const v1::Audience& audience,
                                                        absl::string_view institution,
                                                        absl::string_view after, int limit) {
  const sql::Value role = V(static_cast<int>(audience.role()));
  if (audience.concerned() && institution.empty()) return std::vector<v1::Recipient>();
  if (audience.subscribed()) {
    return audience.concerned() ? ReadAll(tx, kSubscribedConcerned,
                                          {role, V(after), V(limit), V(topic), V(institution)})
                                : ReadAll(tx, kSubscribed, {role, V(after), V(limit), V(topic)});
  }
  return audience.concerned() ? ReadAll(tx, kConcerned, {role, V(after), V(limit), V(institution)})
                              : ReadAll(tx, kOfRole, {role, V(after), V(limit)});
}

absl::Status PutEndpoint(sql::Tx& tx, const StoredEndpoint& endpoint) {
  const sql::Value old = endpoint.sealed_old_secret.has_value()
                             ? V(sql::Blob{*endpoint.sealed_old_secret})
                             : sql::Null();
  return tx
      .Exec(
          "INSERT INTO endpoint (recipient, url, sealed_secret, sealed_old_secret, "
          "old_secret_until, state, changed_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) "
          "ON CONFLICT (recipient) DO UPDATE SET url = excluded.url, "
          "sealed_secret = excluded.sealed_secret, "
          "sealed_old_secret = excluded.sealed_old_secret, "
          "old_secret_until = excluded.old_secret_until, state = excluded.state, "
          "answered_at = CASE WHEN endpoint.url = excluded.url THEN endpoint.answered_at END, "
          "changed_at = excluded.changed_at",
          {V(endpoint.recipient), V(endpoint.url), V(sql::Blob{endpoint.sealed_secret}), old,
           V(endpoint.old_secret_until), V(static_cast<int>(endpoint.state)), V(endpoint.changed)})
      .status();
}

absl::StatusOr<std::optional<StoredEndpoint>> FindEndpoint(sql::Tx& tx,
                                                           absl::string_view recipient) {
  std::optional<StoredEndpoint> endpoint;
  RETURN_IF_ERROR(
      tx.QueryOne("SELECT url, sealed_secret, sealed_old_secret, old_secret_until, state, "
                  "changed_at FROM endpoint WHERE recipient = ?1",
                  {V(recipient)},
                  [&](const sql::Row& row) {
                    endpoint = StoredEndpoint{.recipient = std::string(recipient),
                                              .url = row.Text(0),
                                              .sealed_secret = row.Bytes(1),
                                              .state = static_cast<v1::EndpointState>(row.Int(4)),
                                              .changed = row.Time(5)};
                    if (!row.IsNull(2)) endpoint->sealed_old_secret = row.Bytes(2);
                    if (!row.IsNull(3)) endpoint->old_secret_until = row.Time(3);
                  })
          .status());
  return endpoint;
}

absl::Status NoteAnswer(sql::Tx& tx, absl::string_view recipient, absl::string_view url,
                        absl::Time now) {
  return tx
      .Exec(
          "UPDATE endpoint SET answered_at = ?3 WHERE recipient = ?1 AND url = ?2 "
          "AND (answered_at IS NULL OR answered_at < ?4)",
          {V(recipient), V(url), V(now), V(now - absl::Minutes(1))})
      .status();
}

absl::StatusOr<bool> SwitchOff(sql::Tx& tx, absl::string_view recipient, absl::string_view url,
                               v1::EndpointState state, absl::Time silent_since, absl::Time now) {
  ASSIGN_OR_RETURN(
      const int64_t changed,
      tx.Exec("UPDATE endpoint SET state = ?3, changed_at = ?5 WHERE recipient = ?1 AND url = ?2 "
              "AND state = 1 AND (answered_at IS NULL OR answered_at <= ?4)",
              {V(recipient), V(url), V(static_cast<int>(state)), V(silent_since), V(now)}));
  return changed > 0;
}

absl::Status Suppress(sql::Tx& tx, absl::string_view address, absl::string_view reason,
                      absl::Time now) {
  return tx
      .Exec(
          "INSERT INTO suppression (address, reason, since) VALUES (?1, ?2, ?3) "
          "ON CONFLICT (address) DO NOTHING",
          {V(absl::AsciiStrToLower(address)), V(reason), V(now)})
      .status();
}

absl::StatusOr<std::optional<v1::Suppression>> FindSuppression(sql::Tx& tx,
                                                               absl::string_view address) {
  std::optional<v1::Suppression> suppression;
  RETURN_IF_ERROR(tx.QueryOne("SELECT address, reason, since FROM suppression WHERE address = ?1",
                              {V(absl::AsciiStrToLower(address))},
                              [&](const sql::Row& row) { suppression = ReadSuppression(row); })
                      .status());
  return suppression;
}

absl::StatusOr<std::vector<v1::Suppression>> ListSuppressions(sql::Tx& tx, absl::string_view after,
                                                              int limit) {
  std::vector<v1::Suppression> suppressions;
  RETURN_IF_ERROR(tx.Query(
      "SELECT address, reason, since FROM suppression WHERE address > ?1 ORDER BY address LIMIT ?2",
      {V(after), V(limit)}, [&](const sql::Row& row) {
        suppressions.push_back(ReadSuppression(row));
        return absl::OkStatus();
      }));
  return suppressions;
}

absl::Status LiftSuppression(sql::Tx& tx, absl::string_view address) {
  return tx.Exec("DELETE FROM suppression WHERE address = ?1", {V(absl::AsciiStrToLower(address))})
      .status();
}

}  // namespace tarazy::notifications
