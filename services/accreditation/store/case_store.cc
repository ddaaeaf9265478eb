#include "services/accreditation/store/case_store.h"

#include <map>
#include <set>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "common/record/parts.h"
#include "common/record/stamp.h"
#include "services/accreditation/domain/record/publication.h"

namespace tarazy::accreditation {
namespace {

using record::Part;
using sql::V;

// What is no content of the case: it follows from the rows.
void ClearStored(v1::Case& record) {
  record.clear_name();
  record.clear_etag();
  record.clear_create_time();
  record.clear_update_time();
}

void SetStored(v1::Case& record, int64_t revision, absl::Time created, absl::Time updated) {
  record.set_name(CaseName(record.id()));
  record.set_etag(absl::StrCat(revision));
  *record.mutable_create_time() = record::Stamp(created);
  *record.mutable_update_time() = record::Stamp(updated);
}

v1::Case Header(const v1::Case& record) {
  v1::Case header;
  header.set_id(record.id());
  *header.mutable_title() = record.title();
  header.set_agency(record.agency());
  header.set_framework(record.framework());
  header.set_institution(record.institution());
  header.set_type(record.type());
  header.set_format(record.format());
  header.set_previous_case(record.previous_case());
  header.set_state(record.state());
  if (record.has_order()) *header.mutable_order() = record.order();
  if (record.has_contract()) *header.mutable_contract() = record.contract();
  return header;
}

std::string InstitutionOf(const v1::Case& record) {
  return std::string(absl::StripPrefix(record.institution(), "institutions/"));
}

// The parts of a stored case by field and key.
using Stored = std::map<std::pair<int, std::string>, Part>;

Stored ByKey(const v1::Case& record) {
  v1::Case content = record;
  ClearStored(content);
  Stored parts;
  for (Part& part : record::Split(content)) {
    const std::pair<int, std::string> key(part.field, part.key);
    parts[key] = std::move(part);
  }
  return parts;
}

absl::Status InsertParts(sql::Tx& tx, const std::string& id, int64_t revision,
                         const std::vector<Part>& parts) {
  static const auto* const kTable = new sql::BulkTable{"case_part",
                                                       {{"case_id", sql::ColumnType::kText},
                                                        {"field", sql::ColumnType::kInt},
                                                        {"key", sql::ColumnType::kText},
                                                        {"from_revision", sql::ColumnType::kInt},
                                                        {"ordinal", sql::ColumnType::kInt},
                                                        {"bytes", sql::ColumnType::kBlob}}};
  std::vector<std::vector<sql::Value>> rows;
  rows.reserve(parts.size());
  for (const Part& part : parts) {
    rows.push_back({V(id), V(part.field), V(part.key), V(revision), V(part.ordinal),
                    V(sql::Blob{part.bytes})});
  }
  return tx.InsertMany(*kTable, rows);
}

absl::Status InsertRevision(sql::Tx& tx, const std::string& id, int64_t revision,
                            const CaseChange& change) {
  return tx
      .Exec(
          "INSERT INTO case_revision (case_id, revision, recorded_at, recorded_by, deed) "
          "VALUES (?1, ?2, ?3, ?4, ?5)",
          {V(id), V(revision), V(change.at), V(change.by), V(change.deed)})
      .status();
}

// Rewrites what lists and downloads look cases up by.
absl::Status IndexCase(sql::Tx& tx, const v1::Case& record) {
  RETURN_IF_ERROR(
      tx.Exec("DELETE FROM case_programme WHERE case_id = ?1", {V(record.id())}).status());
  RETURN_IF_ERROR(tx.Exec("DELETE FROM case_member WHERE case_id = ?1", {V(record.id())}).status());
  RETURN_IF_ERROR(
      tx.Exec("DELETE FROM case_document WHERE case_id = ?1", {V(record.id())}).status());
  std::set<std::string> programmes;
  for (const v1::Cluster& cluster : record.clusters()) {
    for (const v1::ProgrammeReview& review : cluster.programmes()) {
      if (!review.programme().empty()) programmes.insert(review.programme());
    }
  }
  std::set<std::string> tokens;
  for (const v1::Member& member : record.commission()) {
    if (!member.token().empty()) tokens.insert(member.token());
  }
  for (const std::string& programme : programmes) {
    RETURN_IF_ERROR(tx.Exec("INSERT INTO case_programme (case_id, programme) VALUES (?1, ?2)",
                            {V(record.id()), V(programme)})
                        .status());
  }
  for (const std::string& token : tokens) {
    RETURN_IF_ERROR(tx.Exec("INSERT INTO case_member (case_id, token) VALUES (?1, ?2)",
                            {V(record.id()), V(token)})
                        .status());
  }
  for (const auto& [sha256, is_public] : NamedFiles(record)) {
    RETURN_IF_ERROR(
        tx.Exec("INSERT INTO case_document (case_id, sha256, is_public) VALUES (?1, ?2, ?3)",
                {V(record.id()), V(sha256), V(is_public)})
            .status());
  }
  return absl::OkStatus();
}

struct FrameworkRef {
  std::string id;
  int version = 0;
};

FrameworkRef FrameworkOf(const v1::Case& record) {
  const std::vector<std::string> parts = absl::StrSplit(record.framework(), '/');
  FrameworkRef ref;
  if (parts.size() == 4 && absl::SimpleAtoi(parts[3], &ref.version)) ref.id = parts[1];
  return ref;
}

absl::StatusOr<v1::Case> ReadHeader(const sql::Row& row) {
  v1::Case record;
  if (!record.ParseFromString(row.Bytes(0))) return Internal("a stored case cannot be read");
  SetStored(record, row.Int(1), row.Time(2), row.Time(3));
  return record;
}

}  // namespace

std::string CaseName(absl::string_view id) { return absl::StrCat("cases/", id); }

absl::StatusOr<v1::Case> LoadCaseHeader(sql::Tx& tx, absl::string_view id) {
  absl::StatusOr<v1::Case> record = NotFound("case", CaseName(id));
  RETURN_IF_ERROR(tx.QueryOne("SELECT header, revision, created_at, updated_at "
                              "FROM accreditation_case WHERE id = ?1",
                              {V(id)}, [&](const sql::Row& row) { record = ReadHeader(row); })
                      .status());
  return record;
}

absl::StatusOr<v1::Case> LoadCase(sql::Tx& tx, absl::string_view id) {
  ASSIGN_OR_RETURN(const v1::Case header, LoadCaseHeader(tx, id));
  std::vector<Part> parts;
  RETURN_IF_ERROR(tx.Query(
      "SELECT field, key, ordinal, bytes FROM case_part WHERE case_id = ?1 AND to_revision IS NULL "
      "ORDER BY field, ordinal, key",
      {V(id)}, [&](const sql::Row& row) {
        parts.push_back({static_cast<int>(row.Int(0)), row.Text(1), static_cast<int>(row.Int(2)),
                         row.Bytes(3)});
        return absl::OkStatus();
      }));
  v1::Case record;
  RETURN_IF_ERROR(record::Join(parts, record));
  record.set_name(header.name());
  record.set_etag(header.etag());
  *record.mutable_create_time() = header.create_time();
  *record.mutable_update_time() = header.update_time();
  return record;
}

absl::StatusOr<v1::Case> LoadCaseRevision(sql::Tx& tx, absl::string_view id, int revision) {
  absl::Time recorded;
  ASSIGN_OR_RETURN(
      const bool found,
      tx.QueryOne("SELECT recorded_at FROM case_revision WHERE case_id = ?1 AND revision = ?2",
                  {V(id), V(revision)}, [&](const sql::Row& row) { recorded = row.Time(0); }));
  if (!found) return NotFound("case", absl::StrCat(CaseName(id), ", revision ", revision));
  ASSIGN_OR_RETURN(const v1::Case header, LoadCaseHeader(tx, id));
  std::vector<Part> parts;
  RETURN_IF_ERROR(tx.Query(
      "SELECT field, key, ordinal, bytes FROM case_part WHERE case_id = ?1 AND from_revision <= ?2 "
      "AND (to_revision IS NULL OR to_revision > ?2) ORDER BY field, ordinal, key",
      {V(id), V(revision)}, [&](const sql::Row& row) {
        parts.push_back({static_cast<int>(row.Int(0)), row.Text(1), static_cast<int>(row.Int(2)),
                         row.Bytes(3)});
        return absl::OkStatus();
      }));
  v1::Case record;
  RETURN_IF_ERROR(record::Join(parts, record));
  record.set_name(header.name());
  record.set_etag(absl::StrCat(revision));
  *record.mutable_create_time() = header.create_time();
  *record.mutable_update_time() = record::Stamp(recorded);
  return record;
}

absl::Status InsertCase(sql::Tx& tx, v1::Case& record, const CaseChange& change) {
  ASSIGN_OR_RETURN(const bool taken, tx.QueryOne("SELECT 1 FROM accreditation_case WHERE id = ?1",
                                                 {V(record.id())}, [](const sql::Row&) {}));
  if (taken) return AlreadyExists("case", CaseName(record.id()));
  const FrameworkRef framework = FrameworkOf(record);
  ClearStored(record);
  RETURN_IF_ERROR(
      tx.Exec("INSERT INTO accreditation_case (id, institution, framework, framework_version, "
              "state, revision, header, created_at, updated_at) "
              "VALUES (?1, ?2, ?3, ?4, ?5, 1, ?6, ?7, ?7)",
              {V(record.id()), V(InstitutionOf(record)), V(framework.id), V(framework.version),
               V(static_cast<int>(record.state())),
               V(sql::Blob{Header(record).SerializeAsString()}), V(change.at)})
          .status());
  RETURN_IF_ERROR(InsertRevision(tx, record.id(), 1, change));
  RETURN_IF_ERROR(InsertParts(tx, record.id(), 1, record::Split(record)));
  RETURN_IF_ERROR(IndexCase(tx, record));
  SetStored(record, 1, change.at, change.at);
  return absl::OkStatus();
}

absl::Status SaveCase(sql::Tx& tx, const v1::Case& before, v1::Case& after,
                      const CaseChange& change) {
  const Stored old_parts = ByKey(before);
  const Stored new_parts = ByKey(after);
  after.set_name(before.name());
  after.set_etag(before.etag());
  *after.mutable_create_time() = before.create_time();
  *after.mutable_update_time() = before.update_time();
  if (old_parts == new_parts) return absl::OkStatus();
  int64_t revision = 0;
  if (!absl::SimpleAtoi(before.etag(), &revision)) return Internal("a case without an etag");
  ++revision;
  const std::string& id = after.id();
  // The row first: of two changes at once one loses here, and runs again.
  const FrameworkRef framework = FrameworkOf(after);
  RETURN_IF_ERROR(
      tx.Exec("UPDATE accreditation_case SET institution = ?2, framework = ?3, "
              "framework_version = ?4, state = ?5, revision = ?6, header = ?7, updated_at = ?8 "
              "WHERE id = ?1",
              {V(id), V(InstitutionOf(after)), V(framework.id), V(framework.version),
               V(static_cast<int>(after.state())), V(revision),
               V(sql::Blob{Header(after).SerializeAsString()}), V(change.at)})
          .status());
  RETURN_IF_ERROR(InsertRevision(tx, id, revision, change));
  for (const auto& [key, part] : old_parts) {
    const auto found = new_parts.find(key);
    if (found != new_parts.end() && found->second == part) continue;
    RETURN_IF_ERROR(tx.Exec("UPDATE case_part SET to_revision = ?4 WHERE case_id = ?1 AND "
                            "field = ?2 AND key = ?3 AND to_revision IS NULL",
                            {V(id), V(key.first), V(key.second), V(revision)})
                        .status());
  }
  std::vector<Part> added;
  for (const auto& [key, part] : new_parts) {
    const auto found = old_parts.find(key);
    if (found == old_parts.end() || found->second != part) added.push_back(part);
  }
  RETURN_IF_ERROR(InsertParts(tx, id, revision, added));
  RETURN_IF_ERROR(IndexCase(tx, after));
  after.set_etag(absl::StrCat(revision));
  *after.mutable_update_time() = record::Stamp(change.at);
  return absl::OkStatus();
}

absl::StatusOr<std::vector<v1::Case>> ListCases(sql::Tx& tx, const CaseFilter& filter,
                                                absl::string_view after, int limit) {
  std::vector<v1::Case> cases;
  RETURN_IF_ERROR(tx.Query(
      "SELECT c.header, c.revision, c.created_at, c.updated_at FROM accreditation_case c "
      "WHERE c.id > ?1 AND (?2 = '' OR c.institution = ?2) AND (?3 = 0 OR c.state = ?3) AND "
      "(?4 = '' OR EXISTS (SELECT 1 FROM case_programme p WHERE p.case_id = c.id AND "
      "p.programme = ?4)) AND (?5 = '' OR EXISTS (SELECT 1 FROM case_member m "
      "WHERE m.case_id = c.id AND m.token = ?5)) ORDER BY c.id LIMIT ?6",
      {V(after), V(filter.institution), V(static_cast<int>(filter.state)), V(filter.programme),
       V(filter.member_token), V(limit)},
      [&](const sql::Row& row) -> absl::Status {
        ASSIGN_OR_RETURN(cases.emplace_back(), ReadHeader(row));
        return absl::OkStatus();
      }));
  return cases;
}

}  // namespace tarazy::accreditation
