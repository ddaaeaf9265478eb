// Rankings and what is imported into them. Units and values are append-only versions; a revision is
// one import.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/base/localized.h"
#include "common/sql/database.h"
#include "services/rankings/domain/methodology.h"

namespace tarazy::rankings {

struct Ranking {
  std::string id;
  std::string methodology;
  int methodology_version = 0;
  UnitKind unit = UnitKind::kInstitution;
  int year = 0;
  int64_t revision = 0;       // the last import, 0 before the first
  int published_edition = 0;  // 0 for none
  absl::Time created;
};

enum class ValueState { kDraft, kSubmitted, kVerified };

struct RankedUnit {
  std::string id;
  Localized title;
  std::string group;
};

struct ValueVersion {
  std::string unit;
  std::string variable;
  int64_t revision = 0;
  ValueState state = ValueState::kVerified;
  std::optional<double> value;
  std::string source;
  std::string evidence;
  std::optional<double> base;
  std::optional<double> standard_error;
  std::string entered_by;  // read only: the import's
  absl::Time created;      // read only: the import's
};

// ALREADY_EXISTS when the id is taken.
absl::Status InsertRanking(sql::Tx& tx, const Ranking& ranking);
// NOT_FOUND when there is none.
absl::StatusOr<Ranking> LoadRanking(sql::Tx& tx, absl::string_view id);
absl::StatusOr<std::vector<Ranking>> ListRankings(sql::Tx& tx, absl::string_view after, int limit);
absl::Status SetPublishedEdition(sql::Tx& tx, absl::string_view ranking, int number);

// Opens the next revision and gives its number.
absl::StatusOr<int64_t> BeginImport(sql::Tx& tx, absl::string_view ranking, ValueState state,
                                    absl::string_view entered_by, absl::Time now);
absl::Status AppendUnits(sql::Tx& tx, absl::string_view ranking, int64_t revision, ValueState state,
                         const std::vector<RankedUnit>& units);
absl::Status AppendValues(sql::Tx& tx, absl::string_view ranking,
                          const std::vector<ValueVersion>& values);

// The cells that an empty cell of an import in `state` takes a value from: those whose newest
// version, or whose newest version in that state, has one.
absl::Status ForEachFilledCell(
    sql::Tx& tx, absl::string_view ranking, ValueState state,
    absl::FunctionRef<void(const std::string& unit, const std::string& variable)> each);

// The group of each unit's newest version, whatever its state, by id.
absl::StatusOr<std::map<std::string, std::string>> CurrentGroups(sql::Tx& tx,
                                                                 absl::string_view ranking);

// The verified units as of a revision, by id.
absl::StatusOr<std::vector<RankedUnit>> UnitsAsOf(sql::Tx& tx, absl::string_view ranking,
                                                  int64_t revision);
// The newest verified version of each cell as of a revision, by unit and variable; of one unit
// unless that is empty.
absl::Status ForEachValueAsOf(sql::Tx& tx, absl::string_view ranking, int64_t revision,
                              absl::string_view unit,
                              absl::FunctionRef<absl::Status(const ValueVersion&)> each);

struct ValueQuery {
  std::string ranking;
  std::string unit;      // empty: all
  std::string variable;  // empty: all
  bool history = false;  // all versions instead of the newest
  std::string after_unit, after_variable;
  int64_t after_revision = -1;
  int limit = 100;
};
absl::StatusOr<std::vector<ValueVersion>> ListValues(sql::Tx& tx, const ValueQuery& query);

}  // namespace tarazy::rankings
