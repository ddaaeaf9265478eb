// Rankings and the values in them. Units and values are append-only versions; a revision is one
// act: an import, a submission, a verification …
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
#include "absl/types/span.h"
#include "common/base/localized.h"
#include "common/sql/database.h"
#include "services/rankings/domain/methodology.h"
#include "services/rankings/domain/workflow.h"

namespace tarazy::rankings {

struct Ranking {
  std::string id;
  std::string methodology;
  int methodology_version = 0;
  UnitKind unit = UnitKind::kInstitution;
  int year = 0;
  int64_t revision = 0;       // the last act, 0 before the first
  int published_edition = 0;  // 0 for none
  std::string previous;       // the ranking of the cycle before, empty for none
  absl::Time created;
};

struct RankedUnit {
  std::string id;
  Localized title;
  std::string group;
  std::string institution;  // its own id, or the programme's; empty when not known
};

// One act on values; everything that it brings carries its revision.
struct ValueAct {
  std::string ranking;
  int64_t revision = 0;  // set by BeginAct
  Act kind = Act::kImport;
  std::string origin = std::string(kAgencyOrigin);
  std::string reason;
  std::string entered_by;  // the role and the token
  absl::Time created;
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
  ValueAct act = {};  // read only: what brought it
};

// ALREADY_EXISTS when the id is taken.
absl::Status InsertRanking(sql::Tx& tx, const Ranking& ranking);
// NOT_FOUND when there is none.
absl::StatusOr<Ranking> LoadRanking(sql::Tx& tx, absl::string_view id);
absl::StatusOr<std::vector<Ranking>> ListRankings(sql::Tx& tx, absl::string_view after, int limit);
absl::Status SetPublishedEdition(sql::Tx& tx, absl::string_view ranking, int number);

// Opens the ranking's next revision for this act and sets its number.
absl::Status BeginAct(sql::Tx& tx, ValueAct& act);
absl::Status AppendUnits(sql::Tx& tx, absl::string_view ranking, int64_t revision, ValueState state,
                         const std::vector<RankedUnit>& units);
absl::Status AppendValues(sql::Tx& tx, absl::string_view ranking,
                          const std::vector<ValueVersion>& values);

// The cells of this origin that an empty cell of an import in `state` takes a value from: those
// whose newest version, or whose newest version in that state, has one.
absl::Status ForEachFilledCell(
    sql::Tx& tx, absl::string_view ranking, absl::string_view origin, ValueState state,
    absl::FunctionRef<void(const std::string& unit, const std::string& variable)> each);

// The group of each unit's newest version, whatever its state, by id.
absl::StatusOr<std::map<std::string, std::string>> CurrentGroups(sql::Tx& tx,
                                                                 absl::string_view ranking);

// The verified units as of a revision, by id.
absl::StatusOr<std::vector<RankedUnit>> UnitsAsOf(sql::Tx& tx, absl::string_view ranking,
                                                  int64_t revision);
// What each origin states about a cell: its newest version, by revision.
using EachCell = absl::FunctionRef<absl::Status(absl::Span<const ValueVersion> statements)>;
// The verified statements of each cell as of a revision, by unit and variable; of one unit unless
// that is empty.
absl::Status ForEachCellAsOf(sql::Tx& tx, absl::string_view ranking, int64_t revision,
                             absl::string_view unit, EachCell each);
// The newest statements of each cell whatever their state, in the same order.
absl::Status ForEachCell(sql::Tx& tx, absl::string_view ranking, absl::string_view unit,
                         EachCell each);

struct ValueQuery {
  std::string ranking;
  std::string unit;                 // empty: all
  std::string variable;             // empty: all
  std::string institution;          // only its units; empty: all
  std::optional<ValueState> state;  // only versions in this state
  bool history = false;             // all versions instead of each origin's newest
  std::string after_unit, after_variable;
  int64_t after_revision = -1;
  int limit = 100;
};
absl::StatusOr<std::vector<ValueVersion>> ListValues(sql::Tx& tx, const ValueQuery& query);

}  // namespace tarazy::rankings
