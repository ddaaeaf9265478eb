#include "services/rankings/store/edition_store.h"

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"

namespace tarazy::rankings {
namespace {

using sql::V;

EditionState StateOf(absl::string_view name) {
  for (const EditionState state : {EditionState::kPreliminary, EditionState::kPublished,
                                   EditionState::kSuperseded, EditionState::kWithdrawn}) {
    if (EditionStateName(state) == name) return state;
  }
  return EditionState::kDraft;
}

std::optional<absl::Time> OptionalTime(const sql::Row& row, int column) {
  if (row.IsNull(column)) return std::nullopt;
  return row.Time(column);
}

std::optional<int64_t> Micros(const std::optional<absl::Time>& time) {
  if (!time.has_value()) return std::nullopt;
  return sql::ToMicros(*time);
}

Edition ReadEdition(const sql::Row& row) {
  return {.ranking = row.Text(0),
          .number = static_cast<int>(row.Int(1)),
          .state = StateOf(row.Text(2)),
          .digest = row.Text(3),
          .result_digest = row.Text(4),
          .engine_version = row.Text(5),
          .revision = row.Int(6),
          .units = static_cast<int>(row.Int(7)),
          .excluded = static_cast<int>(row.Int(8)),
          .erratum = row.Text(9),
          .version = row.Int(10),
          .created = row.Time(11),
          .published = OptionalTime(row, 12),
          .embargo_until = OptionalTime(row, 13),
          .withdrawn = OptionalTime(row, 14),
          .objections_until = OptionalTime(row, 15),
          .computed_by = row.Text(16),
          .published_by = row.Text(17)};
}

}  // namespace

std::string EditionName(absl::string_view ranking, int number) {
  return absl::StrCat("rankings/", ranking, "/editions/", number);
}

absl::string_view EditionStateName(EditionState state) {
  switch (state) {
    case EditionState::kDraft:
      return "draft";
    case EditionState::kPreliminary:
      return "preliminary";
    case EditionState::kPublished:
      return "published";
    case EditionState::kSuperseded:
      return "superseded";
    case EditionState::kWithdrawn:
      return "withdrawn";
  }
  return "";
}

absl::Status InsertEdition(sql::Tx& tx, Edition& e) {
  RETURN_IF_ERROR(tx.QueryOne("SELECT COALESCE(MAX(number), 0) + 1 FROM edition WHERE ranking = ?1",
                              {V(e.ranking)},
                              [&](const sql::Row& row) { e.number = static_cast<int>(row.Int(0)); })
                      .status());
  return tx
      .Exec(
          "INSERT INTO edition (ranking, number, state, digest, result_digest, engine_version, "
          "revision, units, excluded, erratum, version, created_at, computed_by, published_by) "
          "VALUES (?1, ?2, 'draft', ?3, ?4, ?5, ?6, ?7, ?8, '', 1, ?9, ?10, '')",
          {V(e.ranking), V(e.number), V(e.digest), V(e.result_digest), V(e.engine_version),
           V(e.revision), V(e.units), V(e.excluded), V(e.created), V(e.computed_by)})
      .status();
}

absl::StatusOr<Edition> LoadEdition(sql::Tx& tx, absl::string_view ranking, int number) {
  Edition edition;
  ASSIGN_OR_RETURN(
      const bool found,
      tx.QueryOne("SELECT ranking, number, state, digest, result_digest, engine_version, revision, "
                  "units, excluded, erratum, version, created_at, published_at, embargo_until, "
                  "withdrawn_at, objections_until, computed_by, published_by FROM edition WHERE "
                  "ranking = ?1 AND number = ?2",
                  {V(ranking), V(number)},
                  [&](const sql::Row& row) { edition = ReadEdition(row); }));
  if (!found) return NotFound("edition", EditionName(ranking, number));
  return edition;
}

absl::StatusOr<int> PublicResult(sql::Tx& tx, absl::string_view ranking, absl::Time now) {
  int number = 0;
  RETURN_IF_ERROR(tx.QueryOne("SELECT number FROM edition WHERE ranking = ?1 "
                              "AND state IN ('published', 'superseded') "
                              "AND (embargo_until IS NULL OR embargo_until <= ?2) "
                              "ORDER BY published_at DESC, number DESC LIMIT 1",
                              {V(ranking), V(now)},
                              [&](const sql::Row& row) { number = static_cast<int>(row.Int(0)); })
                      .status());
  return number;
}

absl::StatusOr<std::optional<absl::Time>> NextRelease(sql::Tx& tx, absl::string_view ranking,
                                                      absl::Time now) {
  std::optional<absl::Time> next;
  RETURN_IF_ERROR(tx.QueryOne("SELECT MIN(embargo_until) FROM edition WHERE ranking = ?1 "
                              "AND state IN ('published', 'superseded') AND embargo_until > ?2",
                              {V(ranking), V(now)},
                              [&](const sql::Row& row) { next = OptionalTime(row, 0); })
                      .status());
  return next;
}

absl::StatusOr<std::vector<Edition>> ListEditions(sql::Tx& tx, absl::string_view ranking,
                                                  int after_number, int limit,
                                                  std::optional<absl::Time> public_at,
                                                  bool with_preliminary) {
  std::vector<Edition> editions;
  RETURN_IF_ERROR(tx.Query(
      "SELECT ranking, number, state, digest, result_digest, engine_version, revision, "
      "units, excluded, erratum, version, created_at, published_at, embargo_until, "
      "withdrawn_at, objections_until, computed_by, published_by FROM edition WHERE "
      "ranking = ?1 AND number > ?2 AND (?4 = 0 OR "
      "((state NOT IN ('draft', 'preliminary') OR (?6 = 1 AND state = 'preliminary')) AND "
      "(embargo_until IS NULL OR embargo_until <= ?5) "
      "AND (withdrawn_at IS NULL OR embargo_until IS NULL OR withdrawn_at >= embargo_until))) "
      "ORDER BY number LIMIT ?3",
      {V(ranking), V(after_number), V(limit), V(public_at.has_value() ? 1 : 0),
       V(public_at.value_or(absl::UnixEpoch())), V(with_preliminary ? 1 : 0)},
      [&](const sql::Row& row) {
        editions.push_back(ReadEdition(row));
        return absl::OkStatus();
      }));
  return editions;
}

absl::StatusOr<int> PreliminaryEdition(sql::Tx& tx, absl::string_view ranking) {
  int number = 0;
  RETURN_IF_ERROR(tx.QueryOne("SELECT number FROM edition WHERE ranking = ?1 "
                              "AND state = 'preliminary' ORDER BY number DESC LIMIT 1",
                              {V(ranking)},
                              [&](const sql::Row& row) { number = static_cast<int>(row.Int(0)); })
                      .status());
  return number;
}

absl::Status UpdateEditionState(sql::Tx& tx, Edition& e) {
  ++e.version;
  return tx
      .Exec(
          "UPDATE edition SET state = ?3, erratum = ?4, version = ?5, published_at = ?6, "
          "embargo_until = ?7, withdrawn_at = ?8, objections_until = ?9, published_by = ?10 "
          "WHERE ranking = ?1 AND number = ?2",
          {V(e.ranking), V(e.number), V(EditionStateName(e.state)), V(e.erratum), V(e.version),
           V(Micros(e.published)), V(Micros(e.embargo_until)), V(Micros(e.withdrawn)),
           V(Micros(e.objections_until)), V(e.published_by)})
      .status();
}

}  // namespace tarazy::rankings
