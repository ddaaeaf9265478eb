#include "services/rankings/store/objection_store.h"

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"

namespace tarazy::rankings {
namespace {

using sql::V;

constexpr absl::string_view kStates[] = {"open", "upheld", "dismissed"};

absl::string_view NameOf(ObjectionState state) { return kStates[static_cast<size_t>(state)]; }

ObjectionState StateOf(absl::string_view name) {
  if (name == kStates[1]) return ObjectionState::kUpheld;
  return name == kStates[2] ? ObjectionState::kDismissed : ObjectionState::kOpen;
}

Objection ReadObjection(const sql::Row& row) {
  Objection objection{.ranking = row.Text(0),
                      .edition = static_cast<int>(row.Int(1)),
                      .ordinal = static_cast<int>(row.Int(2)),
                      .unit = row.Text(3),
                      .institution = row.Text(4),
                      .reason = row.Text(5),
                      .evidence = row.Text(6),
                      .state = StateOf(row.Text(7)),
                      .resolution = row.Text(8),
                      .created_by = row.Text(9),
                      .created = row.Time(10),
                      .resolved_by = row.Text(11)};
  if (!row.IsNull(12)) objection.resolved = row.Time(12);
  return objection;
}

}  // namespace

absl::Status InsertObjection(sql::Tx& tx, Objection& o) {
  RETURN_IF_ERROR(
      tx.QueryOne("SELECT COALESCE(MAX(ordinal), 0) + 1 FROM objection "
                  "WHERE ranking = ?1 AND number = ?2",
                  {V(o.ranking), V(o.edition)},
                  [&](const sql::Row& row) { o.ordinal = static_cast<int>(row.Int(0)); })
          .status());
  return tx
      .Exec(
          "INSERT INTO objection (ranking, number, ordinal, unit, institution, reason, evidence, "
          "state, resolution, created_by, created_at, resolved_by) "
          "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 'open', '', ?8, ?9, '')",
          {V(o.ranking), V(o.edition), V(o.ordinal), V(o.unit), V(o.institution), V(o.reason),
           V(o.evidence), V(o.created_by), V(o.created)})
      .status();
}

absl::StatusOr<Objection> LoadObjection(sql::Tx& tx, absl::string_view ranking, int edition,
                                        int ordinal) {
  Objection objection;
  ASSIGN_OR_RETURN(
      const bool found,
      tx.QueryOne("SELECT ranking, number, ordinal, unit, institution, reason, evidence, state, "
                  "resolution, created_by, created_at, resolved_by, resolved_at FROM objection "
                  "WHERE ranking = ?1 AND number = ?2 AND ordinal = ?3",
                  {V(ranking), V(edition), V(ordinal)},
                  [&](const sql::Row& row) { objection = ReadObjection(row); }));
  if (found) return objection;
  return NotFound("objection", absl::StrCat("rankings/", ranking, "/editions/", edition,
                                            "/objections/", ordinal));
}

absl::StatusOr<std::vector<Objection>> ListObjections(sql::Tx& tx, absl::string_view ranking,
                                                      int edition, absl::string_view institution,
                                                      int after, int limit) {
  std::vector<Objection> objections;
  RETURN_IF_ERROR(tx.Query(
      "SELECT ranking, number, ordinal, unit, institution, reason, evidence, state, "
      "resolution, created_by, created_at, resolved_by, resolved_at FROM objection "
      "WHERE ranking = ?1 AND number = ?2 AND (?3 = '' OR institution = ?3) "
      "AND ordinal > ?4 ORDER BY ordinal LIMIT ?5",
      {V(ranking), V(edition), V(institution), V(after), V(limit)}, [&](const sql::Row& row) {
        objections.push_back(ReadObjection(row));
        return absl::OkStatus();
      }));
  return objections;
}

absl::Status UpdateObjection(sql::Tx& tx, const Objection& o) {
  const sql::Value resolved = o.resolved.has_value() ? V(*o.resolved) : sql::Null();
  return tx
      .Exec(
          "UPDATE objection SET state = ?4, resolution = ?5, resolved_by = ?6, resolved_at = ?7 "
          "WHERE ranking = ?1 AND number = ?2 AND ordinal = ?3",
          {V(o.ranking), V(o.edition), V(o.ordinal), V(NameOf(o.state)), V(o.resolution),
           V(o.resolved_by), resolved})
      .status();
}

absl::StatusOr<int> CountObjections(sql::Tx& tx, absl::string_view ranking, int edition,
                                    ObjectionState state) {
  int count = 0;
  RETURN_IF_ERROR(tx.QueryOne("SELECT COUNT(*) FROM objection "
                              "WHERE ranking = ?1 AND number = ?2 AND state = ?3",
                              {V(ranking), V(edition), V(NameOf(state))},
                              [&](const sql::Row& row) { count = static_cast<int>(row.Int(0)); })
                      .status());
  return count;
}

}  // namespace tarazy::rankings
