#include "services/accreditation/store/certificate_store.h"

#include <algorithm>

#include <array>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/civil_day.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"

namespace tarazy::accreditation {
namespace {

using sql::V;

constexpr char kById[] =
    "SELECT id, number, agency, year, serial, decision, root, subject, valid_from, valid_to, "
    "document, created_at FROM certificate WHERE id = ?1";
constexpr char kByDecision[] =
    "SELECT id, number, agency, year, serial, decision, root, subject, valid_from, valid_to, "
    "document, created_at FROM certificate WHERE decision = ?1";
constexpr char kActsOf[] =
    "SELECT certificate, kind, from_day, to_day, reason, done_by, target, recorded_at "
    "FROM certificate_act WHERE certificate = ?1 ORDER BY ordinal";
constexpr char kActsOfAll[] =
    "SELECT certificate, kind, from_day, to_day, reason, done_by, target, recorded_at "
    "FROM certificate_act ORDER BY certificate, ordinal";

// In the order of CertificateActKind.
constexpr std::array<absl::string_view, 5> kKinds = {"revoke", "suspend", "reinstate", "annul",
                                                     "restore"};

absl::StatusOr<CertificateActKind> ParseKind(absl::string_view text) {
  for (size_t i = 0; i < kKinds.size(); ++i) {
    if (kKinds[i] == text) return static_cast<CertificateActKind>(i);
  }
  return Internal(absl::StrCat("a certificate's act of an unknown kind is stored: ", text));
}

StoredCertificate ReadCertificateRow(const sql::Row& row) {
  return {.id = row.Text(0),
          .number = row.Text(1),
          .agency = row.Text(2),
          .year = static_cast<int>(row.Int(3)),
          .serial = row.Int(4),
          .decision = row.Text(5),
          .root = row.Text(6),
          .subject = row.Text(7),
          .valid_from = ParseDay(row.Text(8)).value_or(absl::CivilDay()),
          .valid_to = ParseDay(row.Text(9)).value_or(absl::CivilDay()),
          .document = row.Text(10),
          .created = row.Time(11)};
}

absl::StatusOr<CertificateAct> ReadActRow(const sql::Row& row) {
  CertificateAct act{.from = ParseDay(row.Text(2)).value_or(absl::CivilDay()),
                     .to = ParseDay(row.Text(3)),
                     .reason = row.Text(4),
                     .by = row.Text(5),
                     .target = row.Text(6),
                     .recorded = row.Time(7)};
  ASSIGN_OR_RETURN(act.kind, ParseKind(row.Text(1)));
  return act;
}

absl::StatusOr<std::vector<std::string>> Texts(sql::Tx& tx, absl::string_view statement,
                                               absl::Span<const sql::Value> params) {
  std::vector<std::string> texts;
  RETURN_IF_ERROR(tx.Query(statement, params, [&](const sql::Row& row) {
    texts.push_back(row.Text(0));
    return absl::OkStatus();
  }));
  return texts;
}

bool HasDay(CertificateActKind kind) { return kind != CertificateActKind::kAnnul; }

}  // namespace

absl::StatusOr<int64_t> NextCertificateSerial(sql::Tx& tx, absl::string_view agency, int year) {
  int64_t last = 0;
  RETURN_IF_ERROR(tx.QueryOne("SELECT COALESCE(MAX(serial), 0) FROM certificate "
                              "WHERE agency = ?1 AND year = ?2",
                              {V(agency), V(year)}, [&](const sql::Row& row) { last = row.Int(0); })
                      .status());
  return last + 1;
}

absl::Status InsertCertificate(sql::Tx& tx, const StoredCertificate& c) {
  return tx
      .Exec(
          "INSERT INTO certificate (id, number, agency, year, serial, decision, root, subject, "
          "valid_from, valid_to, document, created_at) "
          "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
          {V(c.id), V(c.number), V(c.agency), V(c.year), V(c.serial), V(c.decision), V(c.root),
           V(c.subject), V(FormatDay(c.valid_from)), V(FormatDay(c.valid_to)), V(c.document),
           V(c.created)})
      .status();
}

absl::StatusOr<StoredCertificate> LoadCertificate(sql::Tx& tx, absl::string_view id) {
  StoredCertificate certificate;
  ASSIGN_OR_RETURN(const bool found, tx.QueryOne(kById, {V(id)}, [&](const sql::Row& row) {
    certificate = ReadCertificateRow(row);
  }));
  if (!found) return NotFound("certificate", absl::StrCat("certificates/", id));
  return certificate;
}

absl::StatusOr<std::optional<StoredCertificate>> FindCertificateOf(sql::Tx& tx,
                                                                   absl::string_view decision) {
  std::optional<StoredCertificate> certificate;
  RETURN_IF_ERROR(tx.QueryOne(kByDecision, {V(decision)}, [&](const sql::Row& row) {
                      certificate = ReadCertificateRow(row);
                    }).status());
  return certificate;
}

absl::StatusOr<std::map<std::string, std::string>> CertificatesOf(
    sql::Tx& tx, const std::vector<std::string>& decisions) {
  constexpr size_t kAtOnce =
      16;  // as many as the statement has places; the last one fills the rest
  std::map<std::string, std::string> found;
  for (size_t start = 0; start < decisions.size(); start += kAtOnce) {
    std::vector<sql::Value> values;
    for (size_t i = 0; i < kAtOnce; ++i) {
      values.push_back(V(decisions[std::min(start + i, decisions.size() - 1)]));
    }
    RETURN_IF_ERROR(
        tx.Query("SELECT decision, id FROM certificate WHERE decision IN (?1, ?2, ?3, ?4, ?5, ?6, "
                 "?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16) ORDER BY decision",
                 values, [&](const sql::Row& row) {
                   found[row.Text(0)] = row.Text(1);
                   return absl::OkStatus();
                 }));
  }
  return found;
}

absl::StatusOr<std::vector<std::string>> CertificatesOfGrant(sql::Tx& tx, absl::string_view grant) {
  return Texts(tx, "SELECT id FROM certificate WHERE root = ?1 ORDER BY id", {V(grant)});
}

absl::StatusOr<std::vector<std::string>> CertificatesActedOnBy(sql::Tx& tx, absl::string_view by) {
  return Texts(tx,
               "SELECT DISTINCT certificate FROM certificate_act WHERE done_by = ?1 "
               "ORDER BY certificate",
               {V(by)});
}

absl::Status AppendCertificateAct(sql::Tx& tx, absl::string_view id, const CertificateAct& act,
                                  absl::string_view entered_by) {
  int64_t ordinal = 0;
  RETURN_IF_ERROR(tx.QueryOne("SELECT COUNT(*) FROM certificate_act WHERE certificate = ?1",
                              {V(id)}, [&](const sql::Row& row) { ordinal = row.Int(0); })
                      .status());
  const std::string from = HasDay(act.kind) ? FormatDay(act.from) : "";
  const std::string to = act.to.has_value() ? FormatDay(*act.to) : "";
  return tx
      .Exec(
          "INSERT INTO certificate_act (certificate, ordinal, kind, from_day, to_day, reason, "
          "done_by, target, recorded_at, entered_by) "
          "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
          {V(id), V(ordinal), V(kKinds[static_cast<size_t>(act.kind)]), V(from), V(to),
           V(act.reason), V(act.by), V(act.target), V(act.recorded), V(entered_by)})
      .status();
}

absl::StatusOr<std::vector<CertificateAct>> LoadCertificateActs(sql::Tx& tx, absl::string_view id) {
  std::vector<CertificateAct> acts;
  RETURN_IF_ERROR(tx.Query(kActsOf, {V(id)}, [&](const sql::Row& row) -> absl::Status {
    ASSIGN_OR_RETURN(acts.emplace_back(), ReadActRow(row));
    return absl::OkStatus();
  }));
  return acts;
}

absl::Status ForEachCertificateWithActs(
    sql::Tx& tx,
    absl::FunctionRef<void(const std::string& id, const std::vector<CertificateAct>& acts)> each) {
  std::string id;
  std::vector<CertificateAct> acts;
  RETURN_IF_ERROR(tx.Query(kActsOfAll, {}, [&](const sql::Row& row) -> absl::Status {
    if (std::string next = row.Text(0); next != id) {
      if (!acts.empty()) each(id, acts);
      id = std::move(next);
      acts.clear();
    }
    ASSIGN_OR_RETURN(acts.emplace_back(), ReadActRow(row));
    return absl::OkStatus();
  }));
  if (!acts.empty()) each(id, acts);
  return absl::OkStatus();
}

absl::Status RecordSigningKey(sql::Tx& tx, absl::string_view did, absl::Time now) {
  return tx
      .Exec("INSERT INTO signing_key (did, first_used) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
            {V(did), V(now)})
      .status();
}

absl::StatusOr<std::vector<std::string>> SigningKeys(sql::Tx& tx) {
  return Texts(tx, "SELECT did FROM signing_key ORDER BY first_used DESC, did", {});
}

}  // namespace tarazy::accreditation
