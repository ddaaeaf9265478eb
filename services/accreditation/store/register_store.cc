#include "services/accreditation/store/register_store.h"

#include <algorithm>
#include <set>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "services/accreditation/store/register_row.h"

namespace tarazy::accreditation {
namespace {

using sql::V;

// Longer beginnings are looked up by this many bytes and then compared.
constexpr size_t kMaxPrefix = 8;

template <typename Message>
absl::StatusOr<Message> Parse(const std::string& bytes) {
  Message message;
  if (!message.ParseFromString(bytes)) return Internal("a record of the register is unreadable");
  return message;
}

template <typename Message>
sql::Value Body(const Message& message) {
  return V(sql::Blob{message.SerializeAsString()});
}

// Reads the only column of each row as a message.
template <typename Message>
absl::StatusOr<std::vector<Message>> ReadAll(sql::Tx& tx, absl::string_view sql,
                                             absl::Span<const sql::Value> params) {
  std::vector<Message> messages;
  RETURN_IF_ERROR(tx.Query(sql, params, [&](const sql::Row& row) -> absl::Status {
    ASSIGN_OR_RETURN(messages.emplace_back(), Parse<Message>(row.Bytes(0)));
    return absl::OkStatus();
  }));
  return messages;
}

absl::Status InsertPrefixes(sql::Tx& tx, const RegisteredSubject& subject) {
  std::vector<std::vector<sql::Value>> rows;
  for (size_t size = 1; size <= std::min(subject.code.size(), kMaxPrefix); ++size) {
    const absl::string_view prefix = absl::string_view(subject.code).substr(0, size);
    if (IsValidUtf8(prefix)) rows.push_back({V(prefix), V(subject.subject)});
  }
  static const auto* const kTable =
      new sql::BulkTable{"register_code_prefix",
                         {{"prefix", sql::ColumnType::kText}, {"subject", sql::ColumnType::kText}}};
  return rows.empty() ? absl::OkStatus() : tx.InsertMany(*kTable, rows);
}

}  // namespace

std::string RegisterHead::Cursor(int64_t after) const { return absl::StrCat(epoch, ".", after); }

absl::StatusOr<RegisterHead> LoadRegisterHead(sql::Tx& tx) {
  RegisterHead head;
  ASSIGN_OR_RETURN(
      const bool found,
      tx.QueryOne("SELECT epoch, sequence, recorded_at FROM register_head WHERE id = 1", {},
                  [&](const sql::Row& row) {
                    head = {.epoch = row.Text(0), .sequence = row.Int(1), .recorded = row.Time(2)};
                  }));
  if (!found) return Internal("a register without a head");
  return head;
}

absl::StatusOr<RegisterHead> TakeNumbers(sql::Tx& tx, int64_t count, absl::Time now) {
  RETURN_IF_ERROR(
      tx.Exec("UPDATE register_head SET sequence = sequence + ?1, recorded_at = "
              "CASE WHEN recorded_at >= ?2 THEN recorded_at + 1 ELSE ?2 END WHERE id = 1",
              {V(count), V(now)})
          .status());
  return LoadRegisterHead(tx);
}

absl::Status PutSubject(sql::Tx& tx, const RegisteredSubject& subject) {
  const absl::StatusOr<RegisteredSubject> known = LoadSubject(tx, subject.subject);
  if (!known.ok() && !absl::IsNotFound(known.status())) return known.status();
  if (known.ok() && *known == subject) return absl::OkStatus();
  if (known.ok() && known->code != subject.code) {
    RETURN_IF_ERROR(
        tx.Exec("DELETE FROM register_code_prefix WHERE subject = ?1 AND prefix IN "
                "(?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
                {V(subject.subject), V(known->code.substr(0, 1)), V(known->code.substr(0, 2)),
                 V(known->code.substr(0, 3)), V(known->code.substr(0, 4)),
                 V(known->code.substr(0, 5)), V(known->code.substr(0, 6)),
                 V(known->code.substr(0, 7)), V(known->code.substr(0, 8))})
            .status());
  }
  RETURN_IF_ERROR(
      tx.Exec("INSERT INTO register_subject (subject, institution, code, title) "
              "VALUES (?1, ?2, ?3, ?4) ON CONFLICT (subject) DO UPDATE SET "
              "institution = excluded.institution, code = excluded.code, title = excluded.title",
              {V(subject.subject), V(subject.institution), V(subject.code), V(subject.title)})
          .status());
  if (known.ok() && known->code == subject.code) return absl::OkStatus();
  return InsertPrefixes(tx, subject);
}

absl::StatusOr<RegisteredSubject> LoadSubject(sql::Tx& tx, absl::string_view subject) {
  RegisteredSubject known;
  ASSIGN_OR_RETURN(const bool found,
                   tx.QueryOne("SELECT subject, institution, code, title FROM register_subject "
                               "WHERE subject = ?1",
                               {V(subject)}, [&](const sql::Row& row) {
                                 known = {row.Text(0), row.Text(1), row.Text(2), row.Text(3)};
                               }));
  if (!found) return NotFound("subject of the register", subject);
  return known;
}

absl::Status InsertDecisions(sql::Tx& tx, const std::vector<RecordedDecision>& decisions) {
  std::vector<std::vector<sql::Value>> rows;
  rows.reserve(decisions.size());
  for (const RecordedDecision& recorded : decisions) {
    rows.push_back({V(recorded.decision.name()), V(recorded.act.sequence), V(recorded.line.subject),
                    V(recorded.decision.case_name()), Body(recorded.decision)});
  }
  using sql::ColumnType;
  static const auto* const kTable = new sql::BulkTable{"register_decision",
                                                       {{"name", ColumnType::kText},
                                                        {"sequence", ColumnType::kInt},
                                                        {"subject", ColumnType::kText},
                                                        {"case_name", ColumnType::kText},
                                                        {"body", ColumnType::kBlob}}};
  RETURN_IF_ERROR(tx.InsertMany(*kTable, rows));
  return InsertActs(tx, decisions);
}

absl::Status InsertAppeal(sql::Tx& tx, const RecordedAppeal& recorded) {
  RETURN_IF_ERROR(tx.Exec("INSERT INTO register_appeal (name, sequence, decision, body) "
                          "VALUES (?1, ?2, ?3, ?4)",
                          {V(recorded.appeal.name()), V(recorded.act.sequence),
                           V(recorded.appeal.decision()), Body(recorded.appeal)})
                      .status());
  return InsertAct(tx, recorded.line, recorded.act);
}

absl::Status InsertAppealEnd(sql::Tx& tx, const RecordedAppeal& recorded) {
  RETURN_IF_ERROR(
      tx.Exec("INSERT INTO register_appeal_end (appeal, sequence, body) VALUES (?1, ?2, ?3)",
              {V(recorded.appeal.name()), V(recorded.act.sequence), Body(recorded.appeal)})
          .status());
  return InsertAct(tx, recorded.line, recorded.act);
}

absl::StatusOr<v1::Decision> LoadDecision(sql::Tx& tx, absl::string_view name) {
  ASSIGN_OR_RETURN(
      std::vector<v1::Decision> decisions,
      ReadAll<v1::Decision>(tx, "SELECT body FROM register_decision WHERE name = ?1", {V(name)}));
  if (decisions.empty()) return NotFound("decision", name);
  return std::move(decisions.front());
}

absl::StatusOr<v1::Appeal> LoadAppeal(sql::Tx& tx, absl::string_view name) {
  ASSIGN_OR_RETURN(std::vector<v1::Appeal> appeals,
                   ReadAll<v1::Appeal>(tx,
                                       "SELECT COALESCE(e.body, a.body) FROM register_appeal a "
                                       "LEFT JOIN register_appeal_end e ON e.appeal = a.name "
                                       "WHERE a.name = ?1",
                                       {V(name)}));
  if (appeals.empty()) return NotFound("appeal", name);
  return std::move(appeals.front());
}

absl::StatusOr<std::vector<v1::Decision>> ListDecisions(sql::Tx& tx, absl::string_view subject,
                                                        absl::string_view case_name, int64_t after,
                                                        int limit) {
  if (!subject.empty()) {
    return ReadAll<v1::Decision>(
        tx,
        "SELECT body FROM register_decision WHERE subject = ?1 AND (?2 = '' OR case_name = ?2) "
        "AND sequence > ?3 ORDER BY sequence LIMIT ?4",
        {V(subject), V(case_name), V(after), V(limit)});
  }
  if (!case_name.empty()) {
    return ReadAll<v1::Decision>(
        tx,
        "SELECT body FROM register_decision WHERE case_name = ?1 AND case_name <> '' "
        "AND sequence > ?2 ORDER BY sequence LIMIT ?3",
        {V(case_name), V(after), V(limit)});
  }
  return ReadAll<v1::Decision>(tx,
                               "SELECT body FROM register_decision WHERE sequence > ?1 "
                               "ORDER BY sequence LIMIT ?2",
                               {V(after), V(limit)});
}

absl::StatusOr<std::vector<Act>> LoadActs(sql::Tx& tx, const LineKey& line) {
  std::vector<Act> acts;
  RETURN_IF_ERROR(tx.Query(
      "SELECT sequence, kind, id, decided_on, valid_from, valid_to, acts_on, recorded_at "
      "FROM register_act WHERE subject = ?1 AND agency = ?2 AND scope = ?3 ORDER BY sequence",
      {V(line.subject), V(line.agency), V(line.scope)}, [&](const sql::Row& row) -> absl::Status {
        ASSIGN_OR_RETURN(acts.emplace_back(), ReadAct(row, 0));
        return absl::OkStatus();
      }));
  return acts;
}

absl::StatusOr<std::map<LineKey, std::vector<Act>>> LoadLines(sql::Tx& tx,
                                                              absl::string_view subject) {
  std::map<LineKey, std::vector<Act>> lines;
  RETURN_IF_ERROR(tx.Query(
      "SELECT agency, scope, sequence, kind, id, decided_on, valid_from, valid_to, acts_on, "
      "recorded_at FROM register_act WHERE subject = ?1 ORDER BY agency, scope, sequence",
      {V(subject)}, [&](const sql::Row& row) -> absl::Status {
        LineKey line{std::string(subject), row.Text(0), static_cast<int>(row.Int(1))};
        ASSIGN_OR_RETURN(lines[std::move(line)].emplace_back(), ReadAct(row, 2));
        return absl::OkStatus();
      }));
  return lines;
}

absl::Status AppendChanges(sql::Tx& tx, const RegisterHead& head,
                           std::vector<v1::RegisterChange>& changes) {
  std::vector<std::vector<sql::Value>> rows;
  rows.reserve(changes.size());
  for (v1::RegisterChange& change : changes) {
    change.set_cursor(head.Cursor(change.sequence()));
    rows.push_back({V(change.sequence()), V(change.subject()), V(head.recorded), Body(change)});
  }
  using sql::ColumnType;
  static const auto* const kTable = new sql::BulkTable{"register_change",
                                                       {{"sequence", ColumnType::kInt},
                                                        {"subject", ColumnType::kText},
                                                        {"recorded_at", ColumnType::kInt},
                                                        {"body", ColumnType::kBlob}}};
  return tx.InsertMany(*kTable, rows);
}

absl::StatusOr<std::vector<v1::RegisterChange>> LoadChanges(sql::Tx& tx, int64_t after, int limit,
                                                            absl::string_view subject) {
  if (!subject.empty()) {
    return ReadAll<v1::RegisterChange>(
        tx,
        "SELECT body FROM register_change WHERE subject = ?1 AND sequence > ?2 "
        "ORDER BY sequence LIMIT ?3",
        {V(subject), V(after), V(limit)});
  }
  return ReadAll<v1::RegisterChange>(
      tx, "SELECT body FROM register_change WHERE sequence > ?1 ORDER BY sequence LIMIT ?2",
      {V(after), V(limit)});
}

}  // namespace tarazy::accreditation
