// The part of edition_store.h that holds an edition's figures.
#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "services/rankings/store/edition_store.h"

namespace tarazy::rankings {
namespace {

using sql::ColumnType;
using sql::V;

constexpr size_t kBatch = 5000;

// Rows are made and inserted batch by batch, so that memory stays bounded.
template <typename Item, typename MakeRow>
absl::Status InsertBatches(sql::Tx& tx, const sql::BulkTable& table, const std::vector<Item>& items,
                           MakeRow make_row) {
  std::vector<std::vector<sql::Value>> rows;
  for (size_t i = 0; i < items.size(); ++i) {
    rows.push_back(make_row(items[i], static_cast<int64_t>(i)));
    if (rows.size() == kBatch || i + 1 == items.size()) {
      RETURN_IF_ERROR(tx.InsertMany(table, rows));
      rows.clear();
    }
  }
  return absl::OkStatus();
}

EditionUnit ReadUnit(const sql::Row& row) {
  return {.position = static_cast<int>(row.Int(0)),
          .unit = row.Text(1),
          .title = {.en = row.Text(2), .ru = row.Text(3), .kk = row.Text(4)},
          .group = row.Text(5),
          .standing = row.Text(6),
          .rank = row.OptionalInt(7),
          .score = row.Text(8),
          .exact = row.OptionalReal(9),
          .reason = row.Text(10)};
}

EditionScore ReadScore(const sql::Row& row) {
  return {.unit = row.Text(0),
          .node = static_cast<int>(row.Int(1)),
          .value = row.OptionalReal(2),
          .normalised = row.OptionalReal(3),
          .points = row.OptionalReal(4),
          .contribution = row.Text(5),
          .rank = row.OptionalInt(6)};
}

}  // namespace

absl::Status InsertFindings(sql::Tx& tx, const Edition& e, const std::vector<Finding>& findings) {
  static const auto* const kTable = new sql::BulkTable{"edition_finding",
                                                       {{"ranking", ColumnType::kText},
                                                        {"number", ColumnType::kInt},
                                                        {"ordinal", ColumnType::kInt},
                                                        {"severity", ColumnType::kText},
                                                        {"rule", ColumnType::kText},
                                                        {"node", ColumnType::kText},
                                                        {"unit", ColumnType::kText},
                                                        {"message", ColumnType::kText}}};
  return InsertBatches(tx, *kTable, findings, [&](const Finding& f, int64_t i) {
    return std::vector<sql::Value>{
        V(e.ranking), V(e.number), V(i),      V(SeverityName(f.severity)),
        V(f.rule),    V(f.node),   V(f.unit), V(f.message)};
  });
}

absl::Status InsertIndicators(sql::Tx& tx, const Edition& e,
                              const std::vector<EditionIndicator>& indicators) {
  static const auto* const kTable = new sql::BulkTable{"edition_indicator",
                                                       {{"ranking", ColumnType::kText},
                                                        {"number", ColumnType::kInt},
                                                        {"node", ColumnType::kInt},
                                                        {"code", ColumnType::kText},
                                                        {"depth", ColumnType::kInt},
                                                        {"title_en", ColumnType::kText},
                                                        {"title_ru", ColumnType::kText},
                                                        {"title_kk", ColumnType::kText},
                                                        {"max_points", ColumnType::kReal}}};
  return InsertBatches(tx, *kTable, indicators, [&](const EditionIndicator& n, int64_t) {
    return std::vector<sql::Value>{V(e.ranking),  V(e.number),   V(n.node),
                                   V(n.code),     V(n.depth),    V(n.title.en),
                                   V(n.title.ru), V(n.title.kk), V(n.max_points)};
  });
}

absl::Status InsertUnits(sql::Tx& tx, const Edition& e, const std::vector<EditionUnit>& units) {
  static const auto* const kTable = new sql::BulkTable{"edition_unit",
                                                       {{"ranking", ColumnType::kText},
                                                        {"number", ColumnType::kInt},
                                                        {"position", ColumnType::kInt},
                                                        {"unit", ColumnType::kText},
                                                        {"title_en", ColumnType::kText},
                                                        {"title_ru", ColumnType::kText},
                                                        {"title_kk", ColumnType::kText},
                                                        {"group_name", ColumnType::kText},
                                                        {"standing", ColumnType::kText},
                                                        {"place", ColumnType::kInt},
                                                        {"score", ColumnType::kText},
                                                        {"exact", ColumnType::kReal},
                                                        {"reason", ColumnType::kText}}};
  return InsertBatches(tx, *kTable, units, [&](const EditionUnit& u, int64_t) {
    return std::vector<sql::Value>{V(e.ranking),  V(e.number),   V(u.position), V(u.unit),
                                   V(u.title.en), V(u.title.ru), V(u.title.kk), V(u.group),
                                   V(u.standing), V(u.rank),     V(u.score),    V(u.exact),
                                   V(u.reason)};
  });
}

absl::Status InsertScores(sql::Tx& tx, const Edition& e, const std::vector<EditionScore>& scores) {
  static const auto* const kTable = new sql::BulkTable{"edition_score",
                                                       {{"ranking", ColumnType::kText},
                                                        {"number", ColumnType::kInt},
                                                        {"unit", ColumnType::kText},
                                                        {"node", ColumnType::kInt},
                                                        {"value", ColumnType::kReal},
                                                        {"normalised", ColumnType::kReal},
                                                        {"points", ColumnType::kReal},
                                                        {"contribution", ColumnType::kText},
                                                        {"place", ColumnType::kInt}}};
  return InsertBatches(tx, *kTable, scores, [&](const EditionScore& s, int64_t) {
    return std::vector<sql::Value>{V(e.ranking), V(e.number),       V(s.unit),
                                   V(s.node),    V(s.value),        V(s.normalised),
                                   V(s.points),  V(s.contribution), V(s.rank)};
  });
}

absl::StatusOr<std::vector<Finding>> LoadFindings(sql::Tx& tx, const Edition& edition) {
  std::vector<Finding> findings;
  RETURN_IF_ERROR(
      tx.Query("SELECT severity, rule, node, unit, message FROM edition_finding "
               "WHERE ranking = ?1 AND number = ?2 ORDER BY ordinal",
               {V(edition.ranking), V(edition.number)}, [&](const sql::Row& row) {
                 const std::string severity = row.Text(0);
                 findings.push_back({.severity = severity == "error"     ? Severity::kError
                                                 : severity == "warning" ? Severity::kWarning
                                                                         : Severity::kInfo,
                                     .rule = row.Text(1),
                                     .node = row.Text(2),
                                     .unit = row.Text(3),
                                     .message = row.Text(4)});
                 return absl::OkStatus();
               }));
  return findings;
}

absl::StatusOr<std::vector<EditionIndicator>> LoadIndicators(sql::Tx& tx, const Edition& edition) {
  std::vector<EditionIndicator> indicators;
  RETURN_IF_ERROR(tx.Query(
      "SELECT node, code, depth, title_en, title_ru, title_kk, max_points FROM edition_indicator "
      "WHERE ranking = ?1 AND number = ?2 ORDER BY node",
      {V(edition.ranking), V(edition.number)}, [&](const sql::Row& row) {
        indicators.push_back({.node = static_cast<int>(row.Int(0)),
                              .code = row.Text(1),
                              .depth = static_cast<int>(row.Int(2)),
                              .title = {.en = row.Text(3), .ru = row.Text(4), .kk = row.Text(5)},
                              .max_points = row.Real(6)});
        return absl::OkStatus();
      }));
  return indicators;
}

absl::StatusOr<std::vector<std::string>> LoadGroups(sql::Tx& tx, const Edition& edition) {
  std::vector<std::string> groups;
  RETURN_IF_ERROR(
      tx.Query("SELECT DISTINCT group_name FROM edition_unit WHERE ranking = ?1 AND "
               "number = ?2 AND standing <> 'excluded' ORDER BY group_name",
               {V(edition.ranking), V(edition.number)}, [&](const sql::Row& row) {
                 groups.push_back(row.Text(0));
                 return absl::OkStatus();
               }));
  return groups;
}

absl::StatusOr<std::vector<EditionUnit>> ListUnits(sql::Tx& tx, const Edition& edition,
                                                   const UnitQuery& query) {
  std::vector<EditionUnit> units;
  RETURN_IF_ERROR(tx.Query(
      "SELECT position, unit, title_en, title_ru, title_kk, group_name, standing, place, score, "
      "exact, reason FROM edition_unit WHERE ranking = ?1 AND number = ?2 AND position > ?3 "
      "AND (?4 = '' OR group_name = ?4) "
      "AND CASE WHEN standing = 'excluded' THEN 1 ELSE 0 END = ?5 ORDER BY position LIMIT ?6",
      {V(edition.ranking), V(edition.number), V(query.after_position), V(query.group),
       V(query.excluded ? 1 : 0), V(query.limit)},
      [&](const sql::Row& row) {
        units.push_back(ReadUnit(row));
        return absl::OkStatus();
      }));
  return units;
}

absl::StatusOr<EditionUnit> LoadUnit(sql::Tx& tx, const Edition& edition, absl::string_view unit) {
  EditionUnit found;
  ASSIGN_OR_RETURN(
      const bool exists,
      tx.QueryOne("SELECT position, unit, title_en, title_ru, title_kk, group_name, standing, "
                  "place, score, exact, reason FROM edition_unit "
                  "WHERE ranking = ?1 AND number = ?2 AND unit = ?3",
                  {V(edition.ranking), V(edition.number), V(unit)},
                  [&](const sql::Row& row) { found = ReadUnit(row); }));
  if (!exists) {
    return NotFound("unit",
                    absl::StrCat(unit, " in ", EditionName(edition.ranking, edition.number)));
  }
  return found;
}

absl::StatusOr<std::vector<EditionScore>> LoadScores(sql::Tx& tx, const Edition& edition,
                                                     absl::string_view unit) {
  std::vector<EditionScore> scores;
  RETURN_IF_ERROR(
      tx.Query("SELECT unit, node, value, normalised, points, contribution, place "
               "FROM edition_score WHERE ranking = ?1 AND number = ?2 AND unit = ?3 ORDER BY node",
               {V(edition.ranking), V(edition.number), V(unit)}, [&](const sql::Row& row) {
                 scores.push_back(ReadScore(row));
                 return absl::OkStatus();
               }));
  return scores;
}

absl::Status ForEachScore(sql::Tx& tx, const Edition& edition,
                          absl::FunctionRef<absl::Status(const EditionScore&)> each) {
  return tx.Query(
      "SELECT unit, node, value, normalised, points, contribution, place "
      "FROM edition_score WHERE ranking = ?1 AND number = ?2 ORDER BY unit, node",
      {V(edition.ranking), V(edition.number)},
      [&](const sql::Row& row) { return each(ReadScore(row)); });
}

}  // namespace tarazy::rankings
