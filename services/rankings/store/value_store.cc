// The part of ranking_store.h that is about imports, units and values.
#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "services/rankings/store/ranking_store.h"

namespace tarazy::rankings {
namespace {

using sql::ColumnType;
using sql::V;

constexpr size_t kUnitBatch = 5000;

// What ReadValue reads, of value_version v and value_act a.
#define VALUE_COLUMNS                                                        \
  "v.unit, v.variable, v.revision, v.state, v.value, v.source, v.evidence, " \
  "v.base, v.standard_error, a.kind, a.origin, a.reason, a.entered_by, a.created_at "
#define VALUES_WITH_ACTS \
  "FROM value_version v JOIN value_act a ON a.ranking = v.ranking AND a.revision = v.revision "

ValueVersion ReadValue(const sql::Row& row) {
  return {.unit = row.Text(0),
          .variable = row.Text(1),
          .revision = row.Int(2),
          .state = ValueStateOf(row.Text(3)).value_or(ValueState::kDraft),
          .value = row.OptionalReal(4),
          .source = row.Text(5),
          .evidence = row.Text(6),
          .base = row.OptionalReal(7),
          .standard_error = row.OptionalReal(8),
          .act = {.revision = row.Int(2),
                  .kind = ActOf(row.Text(9)).value_or(Act::kImport),
                  .origin = row.Text(10),
                  .reason = row.Text(11),
                  .entered_by = row.Text(12),
                  .created = row.Time(13)}};
}

// Gathers the newest version of each origin while versions come cell by cell, oldest first.
class CellReader {
 public:
  explicit CellReader(EachCell each) : each_(each) {}

  absl::Status Add(ValueVersion version) {
    if (!statements_.empty() && (statements_.front().unit != version.unit ||
                                 statements_.front().variable != version.variable)) {
      RETURN_IF_ERROR(Finish());
    }
    std::erase_if(statements_, [&](const ValueVersion& older) {
      return older.act.origin == version.act.origin;
    });
    statements_.push_back(std::move(version));
    return absl::OkStatus();
  }

  absl::Status Finish() {
    if (statements_.empty()) return absl::OkStatus();
    const absl::Status status = each_(statements_);
    statements_.clear();
    return status;
  }

 private:
  EachCell each_;
  std::vector<ValueVersion> statements_;
};

}  // namespace

absl::Status BeginAct(sql::Tx& tx, ValueAct& act) {
  RETURN_IF_ERROR(
      tx.Exec("UPDATE ranking SET revision = revision + 1 WHERE id = ?1", {V(act.ranking)})
          .status());
  ASSIGN_OR_RETURN(const Ranking updated, LoadRanking(tx, act.ranking));
  act.revision = updated.revision;
  return tx
      .Exec(
          "INSERT INTO value_act (ranking, revision, kind, origin, reason, entered_by, created_at) "
          "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
          {V(act.ranking), V(act.revision), V(ActName(act.kind)), V(act.origin), V(act.reason),
           V(act.entered_by), V(act.created)})
      .status();
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
                                                        {"group_name", ColumnType::kText},
                                                        {"institution", ColumnType::kText}}};
  std::vector<std::vector<sql::Value>> rows;
  for (const RankedUnit& unit : units) {
    rows.push_back({V(ranking), V(unit.id), V(revision), V(ValueStateName(state)), V(unit.title.en),
                    V(unit.title.ru), V(unit.title.kk), V(unit.group), V(unit.institution)});
    if (rows.size() < kUnitBatch) continue;
    RETURN_IF_ERROR(tx.InsertMany(*kTable, rows));
    rows.clear();
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
                    V(ValueStateName(value.state)), V(value.value), V(value.source),
                    V(value.evidence), V(value.base), V(value.standard_error)});
  }
  return tx.InsertMany(*kTable, rows);
}

absl::Status ForEachFilledCell(
    sql::Tx& tx, absl::string_view ranking, absl::string_view origin, ValueState state,
    absl::FunctionRef<void(const std::string& unit, const std::string& variable)> each) {
  // Versions come oldest first: the last one seen of a cell is the newest.
  std::string unit, variable;
  bool newest = false;
  bool newest_in_state = false;
  const auto flush = [&] {
    if (newest || newest_in_state) each(unit, variable);
  };
  RETURN_IF_ERROR(
      tx.Query("SELECT v.unit, v.variable, v.state, v.value " VALUES_WITH_ACTS
               "WHERE v.ranking = ?1 AND a.origin = ?2 ORDER BY v.unit, v.variable, v.revision",
               {V(ranking), V(origin)}, [&](const sql::Row& row) {
                 if (row.Text(0) != unit || row.Text(1) != variable) {
                   flush();
                   unit = row.Text(0);
                   variable = row.Text(1);
                   newest_in_state = false;
                 }
                 newest = !row.IsNull(3);
                 if (row.Text(2) == ValueStateName(state)) newest_in_state = newest;
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
      "SELECT unit, title_en, title_ru, title_kk, group_name, institution FROM ranking_unit "
      "WHERE ranking = ?1 AND revision <= ?2 AND state = 'verified' ORDER BY unit, revision",
      {V(ranking), V(revision)}, [&](const sql::Row& row) {
        if (units.empty() || units.back().id != row.Text(0)) units.emplace_back();
        units.back() = {.id = row.Text(0),
                        .title = {.en = row.Text(1), .ru = row.Text(2), .kk = row.Text(3)},
                        .group = row.Text(4),
                        .institution = row.Text(5)};
        return absl::OkStatus();
      }));
  return units;
}

absl::Status ForEachCellAsOf(sql::Tx& tx, absl::string_view ranking, int64_t revision,
                             absl::string_view unit, EachCell each) {
  CellReader cells(each);
  RETURN_IF_ERROR(tx.Query("SELECT " VALUE_COLUMNS VALUES_WITH_ACTS
                           "WHERE v.ranking = ?1 AND v.revision <= ?2 AND v.state = 'verified' "
                           "AND (?3 = '' OR v.unit = ?3) ORDER BY v.unit, v.variable, v.revision",
                           {V(ranking), V(revision), V(unit)},
                           [&](const sql::Row& row) { return cells.Add(ReadValue(row)); }));
  return cells.Finish();
}

absl::Status ForEachCell(sql::Tx& tx, absl::string_view ranking, absl::string_view unit,
                         EachCell each) {
  CellReader cells(each);
  RETURN_IF_ERROR(tx.Query("SELECT " VALUE_COLUMNS VALUES_WITH_ACTS
                           "WHERE v.ranking = ?1 AND (?2 = '' OR v.unit = ?2) "
                           "ORDER BY v.unit, v.variable, v.revision",
                           {V(ranking), V(unit)},
                           [&](const sql::Row& row) { return cells.Add(ReadValue(row)); }));
  return cells.Finish();
}

absl::StatusOr<std::vector<ValueVersion>> ListValues(sql::Tx& tx, const ValueQuery& query) {
  std::vector<ValueVersion> values;
  RETURN_IF_ERROR(tx.Query(
      "SELECT " VALUE_COLUMNS VALUES_WITH_ACTS
      "WHERE v.ranking = ?1 AND (?2 = '' OR v.unit = ?2) AND (?3 = '' OR v.variable = ?3) "
      "AND (v.unit, v.variable, v.revision) > (?4, ?5, ?6) "
      "AND (?7 = 1 OR NOT EXISTS (SELECT 1 FROM value_version w JOIN value_act b "
      "ON b.ranking = w.ranking AND b.revision = w.revision WHERE w.ranking = v.ranking "
      "AND w.unit = v.unit AND w.variable = v.variable AND w.revision > v.revision "
      "AND b.origin = a.origin)) "
      "AND (?9 = '' OR v.state = ?9) "
      "AND (?10 = '' OR v.unit IN (SELECT u.unit FROM ranking_unit u WHERE u.ranking = ?1 "
      "AND u.institution = ?10)) "
      "ORDER BY v.unit, v.variable, v.revision LIMIT ?8",
      {V(query.ranking), V(query.unit), V(query.variable), V(query.after_unit),
       V(query.after_variable), V(query.after_revision), V(query.history ? 1 : 0), V(query.limit),
       V(query.state.has_value() ? ValueStateName(*query.state) : ""), V(query.institution)},
      [&](const sql::Row& row) {
        values.push_back(ReadValue(row));
        return absl::OkStatus();
      }));
  return values;
}

}  // namespace tarazy::rankings
