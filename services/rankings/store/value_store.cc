// The part of ranking_store.h that is about imports, units and values.
#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "services/rankings/store/ranking_store.h"

namespace tarazy::rankings {
namespace {

using sql::ColumnType;
using sql::V;

absl::string_view StateName(ValueState state) {
  return state == ValueState::kDraft       ? "draft"
         : state == ValueState::kSubmitted ? "submitted"
                                           : "verified";
}

ValueState StateOf(absl::string_view name) {
  return name == "draft"       ? ValueState::kDraft
         : name == "submitted" ? ValueState::kSubmitted
                               : ValueState::kVerified;
}

ValueVersion ReadValue(const sql::Row& row) {
  return {.unit = row.Text(0),
          .variable = row.Text(1),
          .revision = row.Int(2),
          .state = StateOf(row.Text(3)),
          .value = row.OptionalReal(4),
          .source = row.Text(5),
          .evidence = row.Text(6),
          .base = row.OptionalReal(7),
          .standard_error = row.OptionalReal(8),
          .entered_by = row.Text(9),
          .created = row.Time(10)};
}

}  // namespace

absl::StatusOr<int64_t> BeginImport(sql::Tx& tx, absl::string_view ranking, ValueState state,
                                    absl::string_view entered_by, absl::Time now) {
  RETURN_IF_ERROR(
      tx.Exec("UPDATE ranking SET revision = revision + 1 WHERE id = ?1", {V(ranking)}).status());
  ASSIGN_OR_RETURN(const Ranking updated, LoadRanking(tx, ranking));
  RETURN_IF_ERROR(
      tx.Exec("INSERT INTO import (ranking, revision, state, entered_by, created_at) "
              "VALUES (?1, ?2, ?3, ?4, ?5)",
              {V(ranking), V(updated.revision), V(StateName(state)), V(entered_by), V(now)})
          .status());
  return updated.revision;
}

absl::Status AppendUnits(sql::Tx& tx, absl::string_view ranking, int64_t revision, ValueState state,
                         const std::vector<RankedUnit>& units) {
  static const auto* const kTable = new sql::BulkTable{"ranking_unit",
                                                       {{"ranking", ColumnType::kText},
                                                        {"unit", ColumnType::kText},
                                                        {"revision", ColumnType::kInt},
                                                        {"state", ColumnType::kText},
                                                        {"title_en", ColumnType::kText},
                                                        {"title_ru", ColumnType::kText},
                                                        {"title_kk", ColumnType::kText},
                                                        {"group_name", ColumnType::kText}}};
  std::vector<std::vector<sql::Value>> rows;
  rows.reserve(units.size());
  for (const RankedUnit& unit : units) {
    rows.push_back({V(ranking), V(unit.id), V(revision), V(StateName(state)), V(unit.title.en),
                    V(unit.title.ru), V(unit.title.kk), V(unit.group)});
  }
  return tx.InsertMany(*kTable, rows);
}

absl::Status AppendValues(sql::Tx& tx, absl::string_view ranking,
                          const std::vector<ValueVersion>& values) {
  static const auto* const kTable = new sql::BulkTable{"value_version",
                                                       {{"ranking", ColumnType::kText},
                                                        {"unit", ColumnType::kText},
                                                        {"variable", ColumnType::kText},
                                                        {"revision", ColumnType::kInt},
                                                        {"state", ColumnType::kText},
                                                        {"value", ColumnType::kReal},
                                                        {"source", ColumnType::kText},
                                                        {"evidence", ColumnType::kText},
                                                        {"base", ColumnType::kReal},
                                                        {"standard_error", ColumnType::kReal}}};
  std::vector<std::vector<sql::Value>> rows;
  rows.reserve(values.size());
  for (const ValueVersion& value : values) {
    rows.push_back({V(ranking), V(value.unit), V(value.variable), V(value.revision),
                    V(StateName(value.state)), V(value.value), V(value.source), V(value.evidence),
                    V(value.base), V(value.standard_error)});
  }
  return tx.InsertMany(*kTable, rows);
}

absl::Status ForEachFilledCell(
    sql::Tx& tx, absl::string_view ranking, ValueState state,
    absl::FunctionRef<void(const std::string& unit, const std::string& variable)> each) {
  // Versions come oldest first: the last one seen of a cell is the newest.
  std::string unit, variable;
  bool newest = false;
  bool newest_in_state = false;
  const auto flush = [&] {
    if (newest || newest_in_state) each(unit, variable);
  };
  RETURN_IF_ERROR(
      tx.Query("SELECT unit, variable, state, value FROM value_version "
               "WHERE ranking = ?1 ORDER BY unit, variable, revision",
               {V(ranking)}, [&](const sql::Row& row) {
                 if (row.Text(0) != unit || row.Text(1) != variable) {
                   flush();
                   unit = row.Text(0);
                   variable = row.Text(1);
                   newest_in_state = false;
                 }
                 newest = !row.IsNull(3);
                 if (StateOf(row.Text(2)) == state) newest_in_state = newest;
                 return absl::OkStatus();
               }));
  flush();
  return absl::OkStatus();
}

absl::StatusOr<std::map<std::string, std::string>> CurrentGroups(sql::Tx& tx,
                                                                 absl::string_view ranking) {
  std::map<std::string, std::string> groups;
  RETURN_IF_ERROR(
      tx.Query("SELECT unit, group_name FROM ranking_unit WHERE ranking = ?1 "
               "ORDER BY unit, revision",
               {V(ranking)}, [&](const sql::Row& row) {
                 groups[row.Text(0)] = row.Text(1);
                 return absl::OkStatus();
               }));
  return groups;
}

absl::StatusOr<std::vector<RankedUnit>> UnitsAsOf(sql::Tx& tx, absl::string_view ranking,
                                                  int64_t revision) {
  std::vector<RankedUnit> units;
  RETURN_IF_ERROR(tx.Query(
      "SELECT unit, title_en, title_ru, title_kk, group_name FROM ranking_unit "
      "WHERE ranking = ?1 AND revision <= ?2 AND state = 'verified' ORDER BY unit, revision",
      {V(ranking), V(revision)}, [&](const sql::Row& row) {
        if (units.empty() || units.back().id != row.Text(0)) units.emplace_back();
        units.back() = {.id = row.Text(0),
                        .title = {.en = row.Text(1), .ru = row.Text(2), .kk = row.Text(3)},
                        .group = row.Text(4)};
        return absl::OkStatus();
      }));
  return units;
}

absl::Status ForEachValueAsOf(sql::Tx& tx, absl::string_view ranking, int64_t revision,
                              absl::string_view unit,
                              absl::FunctionRef<absl::Status(const ValueVersion&)> each) {
  std::optional<ValueVersion> newest;
  RETURN_IF_ERROR(tx.Query(
      "SELECT v.unit, v.variable, v.revision, v.state, v.value, v.source, v.evidence, v.base, "
      "v.standard_error, i.entered_by, i.created_at FROM value_version v "
      "JOIN import i ON i.ranking = v.ranking AND i.revision = v.revision "
      "WHERE v.ranking = ?1 AND v.revision <= ?2 AND v.state = 'verified' "
      "AND (?3 = '' OR v.unit = ?3) ORDER BY v.unit, v.variable, v.revision",
      {V(ranking), V(revision), V(unit)}, [&](const sql::Row& row) -> absl::Status {
        ValueVersion value = ReadValue(row);
        if (newest.has_value() &&
            (newest->unit != value.unit || newest->variable != value.variable)) {
          RETURN_IF_ERROR(each(*newest));
        }
        newest = std::move(value);
        return absl::OkStatus();
      }));
  return newest.has_value() ? each(*newest) : absl::OkStatus();
}

absl::StatusOr<std::vector<ValueVersion>> ListValues(sql::Tx& tx, const ValueQuery& query) {
  std::vector<ValueVersion> values;
  RETURN_IF_ERROR(tx.Query(
      "SELECT v.unit, v.variable, v.revision, v.state, v.value, v.source, v.evidence, v.base, "
      "v.standard_error, i.entered_by, i.created_at FROM value_version v "
      "JOIN import i ON i.ranking = v.ranking AND i.revision = v.revision "
      "WHERE v.ranking = ?1 AND (?2 = '' OR v.unit = ?2) AND (?3 = '' OR v.variable = ?3) "
      "AND (v.unit, v.variable, v.revision) > (?4, ?5, ?6) "
      "AND (?7 = 1 OR NOT EXISTS (SELECT 1 FROM value_version w WHERE w.ranking = v.ranking "
      "AND w.unit = v.unit AND w.variable = v.variable AND w.revision > v.revision)) "
      "ORDER BY v.unit, v.variable, v.revision LIMIT ?8",
      {V(query.ranking), V(query.unit), V(query.variable), V(query.after_unit),
       V(query.after_variable), V(query.after_revision), V(query.history ? 1 : 0), V(query.limit)},
      [&](const sql::Row& row) {
        values.push_back(ReadValue(row));
        return absl::OkStatus();
      }));
  return values;
}

}  // namespace tarazy::rankings
