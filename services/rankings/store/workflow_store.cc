#include "services/rankings/store/workflow_store.h"

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"

namespace tarazy::rankings {
namespace {

using sql::V;

RankedUnit ReadUnit(const sql::Row& row) {
  return {.id = row.Text(0),
          .title = {.en = row.Text(1), .ru = row.Text(2), .kk = row.Text(3)},
          .group = row.Text(4),
          .institution = row.Text(5)};
}

}  // namespace

absl::StatusOr<RankedUnit> LoadRankedUnit(sql::Tx& tx, absl::string_view ranking,
                                          absl::string_view unit) {
  RankedUnit found;
  ASSIGN_OR_RETURN(
      const bool exists,
      tx.QueryOne("SELECT unit, title_en, title_ru, title_kk, group_name, institution "
                  "FROM ranking_unit WHERE ranking = ?1 AND unit = ?2 "
                  "ORDER BY revision DESC LIMIT 1",
                  {V(ranking), V(unit)}, [&](const sql::Row& row) { found = ReadUnit(row); }));
  if (exists) return found;
  return NotFound("unit", absl::StrCat(unit, " in rankings/", ranking));
}

absl::StatusOr<std::vector<RankedUnit>> UnitsOf(sql::Tx& tx, absl::string_view ranking,
                                                absl::string_view institution) {
  std::vector<RankedUnit> units;
  RETURN_IF_ERROR(
      tx.Query("SELECT u.unit, u.title_en, u.title_ru, u.title_kk, u.group_name, u.institution "
               "FROM ranking_unit u WHERE u.ranking = ?1 AND u.institution = ?2 "
               "AND NOT EXISTS (SELECT 1 FROM ranking_unit w WHERE w.ranking = u.ranking "
               "AND w.unit = u.unit AND w.revision > u.revision) ORDER BY u.unit",
               {V(ranking), V(institution)}, [&](const sql::Row& row) {
                 units.push_back(ReadUnit(row));
                 return absl::OkStatus();
               }));
  return units;
}

absl::StatusOr<bool> IsVerifiedUnit(sql::Tx& tx, absl::string_view ranking,
                                    absl::string_view unit) {
  return tx.QueryOne(
      "SELECT 1 FROM ranking_unit WHERE ranking = ?1 AND unit = ?2 "
      "AND state = 'verified' LIMIT 1",
      {V(ranking), V(unit)}, [](const sql::Row&) {});
}

absl::StatusOr<std::vector<ValueVersion>> NewestStatements(sql::Tx& tx, absl::string_view ranking,
                                                           absl::string_view unit,
                                                           absl::string_view origin) {
  std::vector<ValueVersion> newest;
  RETURN_IF_ERROR(ForEachCell(tx, ranking, unit, [&](absl::Span<const ValueVersion> statements) {
    for (const ValueVersion& statement : statements) {
      if (statement.act.origin == origin) newest.push_back(statement);
    }
    return absl::OkStatus();
  }));
  return newest;
}

absl::StatusOr<int64_t> NewestRevision(sql::Tx& tx, absl::string_view ranking,
                                       absl::string_view unit) {
  int64_t revision = 0;
  RETURN_IF_ERROR(tx.QueryOne("SELECT COALESCE(MAX(revision), 0) FROM value_version "
                              "WHERE ranking = ?1 AND unit = ?2",
                              {V(ranking), V(unit)},
                              [&](const sql::Row& row) { revision = row.Int(0); })
                      .status());
  return revision;
}

absl::StatusOr<std::string> DisputedBy(sql::Tx& tx, absl::string_view ranking,
                                       absl::string_view unit, absl::string_view variable,
                                       absl::string_view origin) {
  std::string who;
  RETURN_IF_ERROR(
      tx.QueryOne("SELECT a.entered_by FROM value_version v JOIN value_act a "
                  "ON a.ranking = v.ranking AND a.revision = v.revision "
                  "WHERE v.ranking = ?1 AND v.unit = ?2 AND v.variable = ?3 AND a.origin = ?4 "
                  "AND a.kind = 'dispute' ORDER BY v.revision DESC LIMIT 1",
                  {V(ranking), V(unit), V(variable), V(origin)},
                  [&](const sql::Row& row) { who = row.Text(0); })
          .status());
  return who;
}

absl::StatusOr<DisputedCellMap> DisputedCells(sql::Tx& tx, absl::string_view ranking,
                                              absl::string_view origin) {
  DisputedCellMap cells;
  RETURN_IF_ERROR(
      tx.Query("SELECT v.unit, v.variable, v.value FROM value_version v JOIN value_act a "
               "ON a.ranking = v.ranking AND a.revision = v.revision "
               "WHERE v.ranking = ?1 AND a.origin = ?2 AND a.kind IN ('dispute', 'answer') "
               "AND NOT EXISTS (SELECT 1 FROM value_version w JOIN value_act b "
               "ON b.ranking = w.ranking AND b.revision = w.revision WHERE w.ranking = v.ranking "
               "AND w.unit = v.unit AND w.variable = v.variable AND w.revision > v.revision "
               "AND b.origin = a.origin)",
               {V(ranking), V(origin)}, [&](const sql::Row& row) {
                 cells.emplace(std::make_pair(row.Text(0), row.Text(1)), row.OptionalReal(2));
                 return absl::OkStatus();
               }));
  return cells;
}

absl::StatusOr<std::string> StatedBy(sql::Tx& tx, absl::string_view ranking, absl::string_view unit,
                                     absl::string_view variable, absl::string_view origin) {
  std::string who;
  RETURN_IF_ERROR(
      tx.QueryOne("SELECT a.entered_by FROM value_version v JOIN value_act a "
                  "ON a.ranking = v.ranking AND a.revision = v.revision "
                  "WHERE v.ranking = ?1 AND v.unit = ?2 AND v.variable = ?3 AND a.origin = ?4 "
                  "AND a.kind IN ('import', 'answer') ORDER BY v.revision DESC LIMIT 1",
                  {V(ranking), V(unit), V(variable), V(origin)},
                  [&](const sql::Row& row) { who = row.Text(0); })
          .status());
  return who;
}

absl::StatusOr<std::set<std::string>> UnitsWithoutInstitution(sql::Tx& tx,
                                                              absl::string_view ranking) {
  std::set<std::string> units;
  RETURN_IF_ERROR(tx.Query(
      "SELECT DISTINCT u.unit FROM ranking_unit u WHERE u.ranking = ?1 AND u.institution = '' "
      "AND NOT EXISTS (SELECT 1 FROM ranking_unit w WHERE w.ranking = u.ranking "
      "AND w.unit = u.unit AND w.institution <> '')",
      {V(ranking)}, [&](const sql::Row& row) {
        units.insert(row.Text(0));
        return absl::OkStatus();
      }));
  return units;
}

absl::StatusOr<std::vector<SubmissionCounts>> ListSubmissions(sql::Tx& tx,
                                                              absl::string_view ranking,
                                                              absl::string_view institution,
                                                              absl::string_view after, int limit) {
  std::vector<SubmissionCounts> submissions;
  RETURN_IF_ERROR(tx.Query(
      "SELECT institution, COUNT(DISTINCT unit) FROM ranking_unit "
      "WHERE ranking = ?1 AND institution > ?2 AND institution <> '' "
      "AND (?3 = '' OR institution = ?3) "
      "GROUP BY institution ORDER BY institution LIMIT ?4",
      {V(ranking), V(after), V(institution), V(limit)}, [&](const sql::Row& row) {
        submissions.push_back({.institution = row.Text(0), .units = static_cast<int>(row.Int(1))});
        return absl::OkStatus();
      }));
  for (SubmissionCounts& submission : submissions) {
    ASSIGN_OR_RETURN(const std::vector<RankedUnit> units,
                     UnitsOf(tx, ranking, submission.institution));
    for (const RankedUnit& unit : units) {
      ASSIGN_OR_RETURN(const std::vector<ValueVersion> statements,
                       NewestStatements(tx, ranking, unit.id, kInstitutionOrigin));
      for (const ValueVersion& statement : statements) {
        ++submission.counts[static_cast<size_t>(statement.state)];
      }
    }
  }
  return submissions;
}

}  // namespace tarazy::rankings
