#include "services/rankings/store/methodology_store.h"

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"

namespace tarazy::rankings {
namespace {

using sql::V;

Severity SeverityOf(absl::string_view name) {
  return name == "error"     ? Severity::kError
         : name == "warning" ? Severity::kWarning
                             : Severity::kInfo;
}

MethodologyVersion ReadSummary(const sql::Row& row) {
  MethodologyVersion version;
  version.id = row.Text(0);
  version.version = static_cast<int>(row.Int(1));
  version.unit = UnitKindOf(row.Text(2));
  version.title = {.en = row.Text(3), .ru = row.Text(4), .kk = row.Text(5)};
  version.indicators = static_cast<int>(row.Int(6));
  version.leaves = static_cast<int>(row.Int(7));
  version.variables = static_cast<int>(row.Int(8));
  version.created = row.Time(9);
  return version;
}

absl::Status LoadFindings(sql::Tx& tx, MethodologyVersion& version) {
  return tx.Query(
      "SELECT severity, rule, node, message, acknowledged, reason FROM methodology_finding "
      "WHERE methodology = ?1 AND version = ?2 ORDER BY ordinal",
      {V(version.id), V(version.version)}, [&](const sql::Row& row) {
        version.findings.push_back({.severity = SeverityOf(row.Text(0)),
                                    .rule = row.Text(1),
                                    .node = row.Text(2),
                                    .unit = "",
                                    .message = row.Text(3),
                                    .acknowledged = row.Bool(4),
                                    .reason = row.Text(5)});
        return absl::OkStatus();
      });
}

absl::Status InsertFindings(sql::Tx& tx, const MethodologyVersion& version) {
  static const auto* const kTable = new sql::BulkTable{"methodology_finding",
                                                       {{"methodology", sql::ColumnType::kText},
                                                        {"version", sql::ColumnType::kInt},
                                                        {"ordinal", sql::ColumnType::kInt},
                                                        {"severity", sql::ColumnType::kText},
                                                        {"rule", sql::ColumnType::kText},
                                                        {"node", sql::ColumnType::kText},
                                                        {"message", sql::ColumnType::kText},
                                                        {"acknowledged", sql::ColumnType::kInt},
                                                        {"reason", sql::ColumnType::kText}}};
  std::vector<std::vector<sql::Value>> rows;
  for (const Finding& finding : version.findings) {
    rows.push_back({V(version.id), V(version.version), V(static_cast<int64_t>(rows.size())),
                    V(SeverityName(finding.severity)), V(finding.rule), V(finding.node),
                    V(finding.message), V(finding.acknowledged), V(finding.reason)});
  }
  return tx.InsertMany(*kTable, rows);
}

}  // namespace

absl::string_view UnitKindName(UnitKind kind) {
  return kind == UnitKind::kInstitution ? "institution" : "programme";
}

UnitKind UnitKindOf(absl::string_view name) {
  return name == "programme" ? UnitKind::kProgramme : UnitKind::kInstitution;
}

absl::Status AddMethodologyVersion(sql::Tx& tx, MethodologyVersion& m) {
  RETURN_IF_ERROR(
      tx.QueryOne("SELECT COALESCE(MAX(version), 0) + 1 FROM methodology_version "
                  "WHERE methodology = ?1",
                  {V(m.id)}, [&](const sql::Row& row) { m.version = static_cast<int>(row.Int(0)); })
          .status());
  RETURN_IF_ERROR(
      tx.Exec("INSERT INTO methodology_version (methodology, version, unit_kind, title_en, "
              "title_ru, title_kk, indicators, leaves, variables, source, canonical_json, "
              "created_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
              {V(m.id), V(m.version), V(UnitKindName(m.unit)), V(m.title.en), V(m.title.ru),
               V(m.title.kk), V(m.indicators), V(m.leaves), V(m.variables), V(m.source),
               V(m.canonical_json), V(m.created)})
          .status());
  return InsertFindings(tx, m);
}

absl::StatusOr<MethodologyVersion> LoadMethodology(sql::Tx& tx, absl::string_view id, int version) {
  MethodologyVersion loaded;
  ASSIGN_OR_RETURN(const bool found,
                   tx.QueryOne("SELECT methodology, version, unit_kind, title_en, title_ru, "
                               "title_kk, indicators, leaves, variables, created_at, source, "
                               "canonical_json FROM methodology_version WHERE methodology = ?1 AND "
                               "(?2 = 0 OR version = ?2) ORDER BY version DESC LIMIT 1",
                               {V(id), V(version)}, [&](const sql::Row& row) {
                                 loaded = ReadSummary(row);
                                 loaded.source = row.Text(10);
                                 loaded.canonical_json = row.Text(11);
                               }));
  if (!found) {
    return NotFound("methodology", version == 0
                                       ? absl::StrCat("methodologies/", id)
                                       : absl::StrCat("methodologies/", id, "/versions/", version));
  }
  RETURN_IF_ERROR(LoadFindings(tx, loaded));
  return loaded;
}

absl::StatusOr<std::vector<MethodologyVersion>> ListMethodologies(sql::Tx& tx,
                                                                  absl::string_view after_id,
                                                                  int after_version, int limit) {
  std::vector<MethodologyVersion> versions;
  RETURN_IF_ERROR(tx.Query(
      "SELECT methodology, version, unit_kind, title_en, title_ru, title_kk, indicators, leaves, "
      "variables, created_at FROM methodology_version WHERE (methodology, version) > (?1, ?2) "
      "ORDER BY methodology, version LIMIT ?3",
      {V(after_id), V(after_version), V(limit)}, [&](const sql::Row& row) {
        versions.push_back(ReadSummary(row));
        return absl::OkStatus();
      }));
  return versions;
}

}  // namespace tarazy::rankings
