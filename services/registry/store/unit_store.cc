#include "services/registry/store/unit_store.h"

#include "common/base/status_macros.h"
#include "services/registry/store/columns.h"
#include "services/registry/store/id_list.h"

namespace tarazy::registry {
namespace {

using sql::V;

Unit ReadUnit(const sql::Row& row) {
  Unit unit;
  unit.kind = row.Text(0) == "institution" ? Kind::kInstitution : Kind::kProgramme;
  unit.id = row.Text(1);
  unit.institution = row.Text(2);
  unit.title = ReadTitle(row, 3);
  unit.group = row.Text(6);
  unit.code = row.Text(7);
  unit.level = ReadLevel(row.Text(8));
  unit.version = row.Int(9);
  unit.created = row.Time(10);
  unit.updated = row.Time(11);
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

absl::string_view NamesStatement(Kind kind) {
  if (kind == Kind::kInstitution) {
    return "SELECT id, valid_from, valid_to, title_en, title_ru, title_kk FROM unit_name "
           "WHERE kind = 'institution' AND id IN " REGISTRY_IDS " ORDER BY id, valid_from";
  }
  return "SELECT id, valid_from, valid_to, title_en, title_ru, title_kk FROM unit_name "
         "WHERE kind = 'programme' AND id IN " REGISTRY_IDS " ORDER BY id, valid_from";
}

}  // namespace

absl::string_view KindName(Kind kind) {
  return kind == Kind::kInstitution ? "institution" : "programme";
}

absl::StatusOr<std::optional<Unit>> FindUnit(sql::Tx& tx, Kind kind, absl::string_view id) {
  std::optional<Unit> unit;
  RETURN_IF_ERROR(tx.QueryOne("SELECT kind, id, institution, title_en, title_ru, title_kk, "
                              "group_name, code, level, version, created_at, updated_at "
                              "FROM unit WHERE kind = ?1 AND id = ?2",
                              {V(KindName(kind)), V(id)},
                              [&](const sql::Row& row) { unit = ReadUnit(row); })
                      .status());
  return unit;
}

absl::StatusOr<std::vector<Unit>> FindUnits(sql::Tx& tx, Kind kind,
                                            absl::Span<const std::string> ids) {
  // One by one: for a list of ids PostgreSQL reads the whole table until it has statistics.
  std::vector<Unit> units;
  for (const std::string& id : ids) {
    ASSIGN_OR_RETURN(std::optional<Unit> unit, FindUnit(tx, kind, id));
    if (unit) units.push_back(*std::move(unit));
  }
  return units;
}

absl::Status InsertUnit(sql::Tx& tx, const Unit& unit) {
  return tx
      .Exec(
          "INSERT INTO unit (kind, id, institution, title_en, title_ru, title_kk, group_name, "
          "code, level, version, created_at, updated_at) "
          "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
          {V(KindName(unit.kind)), V(unit.id), V(unit.institution), V(unit.title.en),
           V(unit.title.ru), V(unit.title.kk), V(unit.group), V(unit.code), LevelValue(unit.level),
           V(unit.version), V(unit.created), V(unit.updated)})
      .status();
}

absl::Status UpdateUnit(sql::Tx& tx, const Unit& unit) {
  return tx
      .Exec(
          "UPDATE unit SET institution = ?3, title_en = ?4, title_ru = ?5, title_kk = ?6, "
          "group_name = ?7, code = ?8, level = ?9, version = ?10, updated_at = ?11 "
          "WHERE kind = ?1 AND id = ?2",
          {V(KindName(unit.kind)), V(unit.id), V(unit.institution), V(unit.title.en),
           V(unit.title.ru), V(unit.title.kk), V(unit.group), V(unit.code), LevelValue(unit.level),
           V(unit.version), V(unit.updated)})
      .status();
}

absl::StatusOr<std::vector<Unit>> ListUnits(sql::Tx& tx, Kind kind, absl::string_view institution,
                                            absl::string_view after, int limit) {
  if (institution.empty()) {
    return ReadUnits(tx,
                     "SELECT kind, id, institution, title_en, title_ru, title_kk, group_name, "
                     "code, level, version, created_at, updated_at FROM unit "
                     "WHERE kind = ?1 AND id > ?2 ORDER BY id LIMIT ?3",
                     {V(KindName(kind)), V(after), V(limit)});
  }
  return ReadUnits(tx,
                   "SELECT kind, id, institution, title_en, title_ru, title_kk, group_name, "
                   "code, level, version, created_at, updated_at FROM unit "
                   "WHERE kind = ?1 AND institution = ?4 AND id > ?2 ORDER BY id LIMIT ?3",
                   {V(KindName(kind)), V(after), V(limit), V(institution)});
}

absl::StatusOr<std::vector<Unit>> FindByTitle(sql::Tx& tx, Kind kind, absl::string_view title) {
  if (title.empty()) return std::vector<Unit>();
  return ReadUnits(tx,
                   "SELECT kind, id, institution, title_en, title_ru, title_kk, group_name, code, "
                   "level, version, created_at, updated_at FROM unit WHERE kind = ?1 AND "
                   "(title_en = ?2 OR title_ru = ?2 OR title_kk = ?2) ORDER BY id LIMIT 2",
                   {V(KindName(kind)), V(title)});
}

absl::Status PutNames(sql::Tx& tx, const Unit& unit, absl::Span<const DatedTitle> names) {
  RETURN_IF_ERROR(tx.Exec("DELETE FROM unit_name WHERE kind = ?1 AND id = ?2",
                          {V(KindName(unit.kind)), V(unit.id)})
                      .status());
  for (const DatedTitle& name : names) {
    RETURN_IF_ERROR(
        tx.Exec("INSERT INTO unit_name (kind, id, valid_from, valid_to, title_en, title_ru, "
                "title_kk) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                {V(KindName(unit.kind)), V(unit.id), DateValue(name.window.from),
                 DateValue(name.window.to), V(name.title.en), V(name.title.ru), V(name.title.kk)})
            .status());
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<NameOfUnit>> LoadNames(sql::Tx& tx, Kind kind,
                                                  absl::Span<const std::string> ids) {
  std::vector<NameOfUnit> names;
  RETURN_IF_ERROR(QueryIds(tx, NamesStatement(kind), ids, [&](const sql::Row& row) -> absl::Status {
    NameOfUnit name{.id = row.Text(0)};
    ASSIGN_OR_RETURN(name.name.window.from, ReadDate(row.Text(1)));
    ASSIGN_OR_RETURN(name.name.window.to, ReadDate(row.Text(2)));
    name.name.title = ReadTitle(row, 3);
    names.push_back(std::move(name));
    return absl::OkStatus();
  }));
  return names;
}

}  // namespace tarazy::registry
