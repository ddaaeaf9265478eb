#include "services/rankings/store/ranking_store.h"

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "services/rankings/store/methodology_store.h"

namespace tarazy::rankings {
namespace {

using sql::V;

Ranking ReadRanking(const sql::Row& row) {
  return {.id = row.Text(0),
          .methodology = row.Text(1),
          .methodology_version = static_cast<int>(row.Int(2)),
          .unit = UnitKindOf(row.Text(3)),
          .year = static_cast<int>(row.Int(4)),
          .revision = row.Int(5),
          .published_edition = static_cast<int>(row.Int(6)),
          .previous = row.Text(7),
          .created = row.Time(8)};
}

}  // namespace

absl::Status InsertRanking(sql::Tx& tx, const Ranking& ranking) {
  const absl::Status status =
      tx.Exec(
            "INSERT INTO ranking (id, methodology, methodology_version, unit_kind, year, "
            "revision, published_edition, previous, created_at) "
            "VALUES (?1, ?2, ?3, ?4, ?5, 0, 0, ?6, ?7)",
            {V(ranking.id), V(ranking.methodology), V(ranking.methodology_version),
             V(UnitKindName(ranking.unit)), V(ranking.year), V(ranking.previous),
             V(ranking.created)})
          .status();
  if (status.code() == absl::StatusCode::kAlreadyExists) {
    return AlreadyExists("ranking", absl::StrCat("rankings/", ranking.id));
  }
  return status;
}

absl::StatusOr<Ranking> LoadRanking(sql::Tx& tx, absl::string_view id) {
  Ranking ranking;
  ASSIGN_OR_RETURN(
      const bool found,
      tx.QueryOne("SELECT id, methodology, methodology_version, unit_kind, year, "
                  "revision, published_edition, previous, created_at FROM ranking WHERE id = ?1",
                  {V(id)}, [&](const sql::Row& row) { ranking = ReadRanking(row); }));
  if (!found) return NotFound("ranking", absl::StrCat("rankings/", id));
  return ranking;
}

absl::StatusOr<std::vector<Ranking>> ListRankings(sql::Tx& tx, absl::string_view after, int limit) {
  std::vector<Ranking> rankings;
  RETURN_IF_ERROR(
      tx.Query("SELECT id, methodology, methodology_version, unit_kind, year, "
               "revision, published_edition, previous, created_at FROM ranking WHERE id > ?1 "
               "ORDER BY id LIMIT ?2",
               {V(after), V(limit)}, [&](const sql::Row& row) {
                 rankings.push_back(ReadRanking(row));
                 return absl::OkStatus();
               }));
  return rankings;
}

absl::Status SetPublishedEdition(sql::Tx& tx, absl::string_view ranking, int number) {
  return tx.Exec("UPDATE ranking SET published_edition = ?2 WHERE id = ?1", {V(ranking), V(number)})
      .status();
}

}  // namespace tarazy::rankings
