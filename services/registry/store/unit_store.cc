#include "services/registry/store/unit_store.h"

#include "common/base/error.h"
#include "common/base/status_macros.h"

namespace tarazy::registry {
namespace {

using sql::V;

absl::string_view KindName(Kind kind) {
  return kind == Kind::kInstitution ? "institution" : "programme";
}

Unit ReadUnit(const sql::Row& row) {
  Unit unit;
  unit.kind = row.Text(0) == "institution" ? Kind::kInstitution : Kind::kProgramme;
  unit.id = row.Text(1);
  unit.institution = row.Text(2);
  unit.title = {.en = row.Text(3), .ru = row.Text(4), .kk = row.Text(5)};
  unit.group = row.Text(6);
  unit.version = row.Int(7);
  unit.created = row.Time(8);
  unit.updated = row.Time(9);
  return unit;
}

absl::StatusOr<std::vector<Unit>> ReadUnits(sql::Tx& tx, absl::string_view statement,
                                            absl::Span<const sql::Value> values) {
  std::vector<Unit> units;
  RETURN_IF_ERROR(tx.Query(statement, values, [&](const sql::Row& row) {
    units.push_back(ReadUnit(row));
    return absl::OkStatus();
  }));
  return units;
}

}  // namespace

absl::StatusOr<std::optional<Unit>> FindUnit(sql::Tx& tx, Kind kind, absl::string_view id) {
  std::optional<Unit> unit;
  RETURN_IF_ERROR(tx.QueryOne("SELECT kind, id, institution, title_en, title_ru, title_kk, "
                              "group_name, version, created_at, updated_at "
                              "FROM unit WHERE kind = ?1 AND id = ?2",
                              {V(KindName(kind)), V(id)},
                              [&](const sql::Row& row) { unit = ReadUnit(row); })
                      .status());
  return unit;
}

absl::Status InsertUnit(sql::Tx& tx, const Unit& unit) {
  return tx
      .Exec(
          "INSERT INTO unit (kind, id, institution, title_en, title_ru, title_kk, group_name, "
          "version, created_at, updated_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
          {V(KindName(unit.kind)), V(unit.id), V(unit.institution), V(unit.title.en),
           V(unit.title.ru), V(unit.title.kk), V(unit.group), V(unit.version), V(unit.created),
           V(unit.updated)})
      .status();
}

absl::Status UpdateUnit(sql::Tx& tx, const Unit& unit) {
  return tx
      .Exec(
          "UPDATE unit SET institution = ?3, title_en = ?4, title_ru = ?5, title_kk = ?6, "
          "group_name = ?7, version = ?8, updated_at = ?9 WHERE kind = ?1 AND id = ?2",
          {V(KindName(unit.kind)), V(unit.id), V(unit.institution), V(unit.title.en),
           V(unit.title.ru), V(unit.title.kk), V(unit.group), V(unit.version), V(unit.updated)})
      .status();
}

absl::StatusOr<std::vector<Unit>> ListUnits(sql::Tx& tx, Kind kind, absl::string_view institution,
                                            absl::string_view after, int limit) {
  if (institution.empty()) {
    return ReadUnits(tx,
                     "SELECT kind, id, institution, title_en, title_ru, title_kk, group_name, "
                     "version, created_at, updated_at FROM unit "
                     "WHERE kind = ?1 AND id > ?2 ORDER BY id LIMIT ?3",
                     {V(KindName(kind)), V(after), V(limit)});
  }
  return ReadUnits(tx,
                   "SELECT kind, id, institution, title_en, title_ru, title_kk, group_name, "
                   "version, created_at, updated_at FROM unit "
                   "WHERE kind = ?1 AND institution = ?4 AND id > ?2 ORDER BY id LIMIT ?3",
                   {V(KindName(kind)), V(after), V(limit), V(institution)});
}

absl::StatusOr<std::vector<Unit>> FindByTitle(sql::Tx& tx, Kind kind, absl::string_view title) {
  if (title.empty()) return std::vector<Unit>();
  return ReadUnits(tx,
                   "SELECT kind, id, institution, title_en, title_ru, title_kk, group_name, "
                   "version, created_at, updated_at FROM unit WHERE kind = ?1 AND "
                   "(title_en = ?2 OR title_ru = ?2 OR title_kk = ?2) ORDER BY id LIMIT 2",
                   {V(KindName(kind)), V(title)});
}

}  // namespace tarazy::registry
