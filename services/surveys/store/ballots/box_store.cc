#include "services/surveys/store/ballots/box_store.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"

namespace tarazy::surveys {
namespace {

using sql::V;

// The one statement that waits for others without having fixed what it sees of their work.
constexpr char kLockTurn[] = "LOCK TABLE box_turn IN EXCLUSIVE MODE";

// All of one campaign in an order that is not that of its coming. The delete ends before the
// insert begins, because the rows are sorted in between.
constexpr const char* kRewriteOnPostgres[] = {
    "WITH gone AS (DELETE FROM ballot WHERE campaign = ?1 RETURNING stratum, id, packed) "
    "INSERT INTO ballot (campaign, stratum, id, packed) "
    "SELECT ?1, stratum, id, packed FROM gone ORDER BY stratum, id",
    "WITH gone AS (DELETE FROM comment WHERE campaign = ?1 RETURNING stratum, id, question, "
    "language, text, state, reason, released_text) "
    "INSERT INTO comment (campaign, stratum, id, question, language, text, state, reason, "
    "released_text) SELECT ?1, stratum, id, question, language, text, state, reason, "
    "released_text FROM gone ORDER BY id",
    "WITH gone AS (DELETE FROM spent WHERE campaign = ?1 RETURNING voucher_digest, "
    "submission_digest) INSERT INTO spent (campaign, voucher_digest, submission_digest) "
    "SELECT ?1, voucher_digest, submission_digest FROM gone ORDER BY voucher_digest"};

// The same through a table in the connection's own memory or unnamed file.
struct Copy {
  const char* make;
  const char* fill;
  const char* empty;
  const char* refill;
  const char* drop;
};
constexpr Copy kRewriteOnSqlite[] = {
    {"CREATE TEMP TABLE ballot_copy (campaign, stratum, id, packed)",
     "INSERT INTO temp.ballot_copy SELECT campaign, stratum, id, packed FROM main.ballot "
     "WHERE campaign = ?1 ORDER BY campaign, stratum, id",
     "DELETE FROM main.ballot WHERE campaign = ?1",
     "INSERT INTO main.ballot (campaign, stratum, id, packed) "
     "SELECT campaign, stratum, id, packed FROM temp.ballot_copy ORDER BY rowid",
     "DROP TABLE temp.ballot_copy"},
    {"CREATE TEMP TABLE comment_copy (campaign, stratum, id, question, language, text, state, "
     "reason, released_text)",
     "INSERT INTO temp.comment_copy SELECT campaign, stratum, id, question, language, text, "
     "state, reason, released_text FROM main.comment WHERE campaign = ?1 ORDER BY campaign, id",
     "DELETE FROM main.comment WHERE campaign = ?1",
     "INSERT INTO main.comment (campaign, stratum, id, question, language, text, state, reason, "
     "released_text) SELECT campaign, stratum, id, question, language, text, state, reason, "
     "released_text FROM temp.comment_copy ORDER BY rowid",
     "DROP TABLE temp.comment_copy"},
    {"CREATE TEMP TABLE spent_copy (campaign, voucher_digest, submission_digest)",
     "INSERT INTO temp.spent_copy SELECT campaign, voucher_digest, submission_digest "
     "FROM main.spent WHERE campaign = ?1 ORDER BY campaign, voucher_digest",
     "DELETE FROM main.spent WHERE campaign = ?1",
     "INSERT INTO main.spent (campaign, voucher_digest, submission_digest) "
     "SELECT campaign, voucher_digest, submission_digest FROM temp.spent_copy ORDER BY rowid",
     "DROP TABLE temp.spent_copy"}};

absl::Status RewriteOnSqlite(sql::Tx& tx, absl::string_view campaign) {
  for (const Copy& copy : kRewriteOnSqlite) {
    RETURN_IF_ERROR(tx.Exec(copy.make).status());
    RETURN_IF_ERROR(tx.Exec(copy.fill, {V(campaign)}).status());
    RETURN_IF_ERROR(tx.Exec(copy.empty, {V(campaign)}).status());
    RETURN_IF_ERROR(tx.Exec(copy.refill).status());
    RETURN_IF_ERROR(tx.Exec(copy.drop).status());
  }
  return absl::OkStatus();
}

absl::Status InsertBox(sql::Tx& tx, const Box& box) {
  RETURN_IF_ERROR(tx.Exec("INSERT INTO box (campaign, mode, group_size, state, revision) "
                          "VALUES (?1, ?2, ?3, 0, 0)",
                          {V(box.campaign), V(static_cast<int>(box.mode)), V(box.group_size)})
                      .status());
  std::vector<std::vector<sql::Value>> rows;
  for (const BoxStratum& stratum : box.strata) {
    rows.push_back({V(box.campaign), V(stratum.id), V(sql::Blob{stratum.public_key}),
                    V(stratum.quota), V(0), V(0), V(0)});
  }
  return tx.InsertMany({.table = "box_stratum",
                        .columns = {{"campaign", sql::ColumnType::kText},
                                    {"stratum", sql::ColumnType::kText},
                                    {"public_key", sql::ColumnType::kBlob},
                                    {"quota", sql::ColumnType::kInt},
                                    {"submitted", sql::ColumnType::kInt},
                                    {"over_quota", sql::ColumnType::kInt},
                                    {"released", sql::ColumnType::kInt}}},
                       rows);
}

}  // namespace

absl::Status AwaitTurn(sql::Tx& tx, absl::string_view engine) {
  return engine == "postgres" ? tx.Exec(kLockTurn).status() : absl::OkStatus();
}

absl::Status OpenBox(sql::Tx& tx, const Box& box) {
  Box opened = box;
  std::sort(opened.strata.begin(), opened.strata.end(),
            [](const BoxStratum& a, const BoxStratum& b) { return a.id < b.id; });
  ASSIGN_OR_RETURN(const std::optional<Box> there, ReadBox(tx, box.campaign));
  if (!there.has_value()) return InsertBox(tx, opened);
  const bool same = there->mode == opened.mode && there->group_size == opened.group_size &&
                    there->strata == opened.strata;
  return same ? absl::OkStatus() : AlreadyExists("ballot box", box.campaign);
}

absl::StatusOr<std::optional<Box>> ReadBox(sql::Tx& tx, absl::string_view campaign) {
  std::optional<Box> box;
  RETURN_IF_ERROR(
      tx.QueryOne("SELECT mode, group_size, state, revision FROM box WHERE campaign = ?1",
                  {V(campaign)},
                  [&](const sql::Row& row) {
                    box = Box{.campaign = std::string(campaign),
                              .mode = static_cast<v1::BallotMode>(row.Int(0)),
                              .group_size = static_cast<int>(row.Int(1)),
                              .state = static_cast<BoxState>(row.Int(2)),
                              .revision = row.Int(3)};
                  })
          .status());
  if (!box.has_value()) return box;
  RETURN_IF_ERROR(tx.Query(
      "SELECT stratum, public_key, quota FROM box_stratum "
      "WHERE campaign = ?1 ORDER BY stratum",
      {V(campaign)}, [&](const sql::Row& row) {
        box->strata.push_back({.id = row.Text(0), .public_key = row.Bytes(1), .quota = row.Int(2)});
        return absl::OkStatus();
      }));
  return box;
}

absl::StatusOr<std::map<std::string, BallotCount, std::less<>>> CountBallots(
    sql::Tx& tx, absl::string_view campaign) {
  std::map<std::string, BallotCount, std::less<>> counts;
  RETURN_IF_ERROR(
      tx.Query("SELECT stratum, submitted, over_quota, released FROM box_stratum "
               "WHERE campaign = ?1 AND stratum <> ?2 ORDER BY stratum",
               {V(campaign), V(kTrials)}, [&](const sql::Row& row) {
                 counts[row.Text(0)] = {
                     .submitted = row.Int(1), .over_quota = row.Int(2), .released = row.Int(3)};
                 return absl::OkStatus();
               }));
  return counts;
}

absl::StatusOr<std::vector<Backlog>> ReadBacklogs(sql::Tx& tx) {
  std::vector<Backlog> backlogs;
  RETURN_IF_ERROR(
      tx.Query("SELECT s.campaign, s.stratum, s.submitted - s.released, b.group_size "
               "FROM box b JOIN box_stratum s ON s.campaign = b.campaign "
               "WHERE b.state <> 2 AND s.submitted > s.released ORDER BY s.campaign, s.stratum",
               {}, [&](const sql::Row& row) {
                 backlogs.push_back({.campaign = row.Text(0),
                                     .stratum = row.Text(1),
                                     .pending = row.Int(2),
                                     .group_size = static_cast<int>(row.Int(3))});
                 return absl::OkStatus();
               }));
  return backlogs;
}

absl::Status SetBoxState(sql::Tx& tx, absl::string_view campaign, BoxState state) {
  return tx
      .Exec("UPDATE box SET state = ?2 WHERE campaign = ?1",
            {V(campaign), V(static_cast<int>(state))})
      .status();
}

absl::Status RewriteBox(sql::Tx& tx, absl::string_view engine, absl::string_view campaign) {
  if (engine == "postgres") {
    for (const char* const statement : kRewriteOnPostgres) {
      RETURN_IF_ERROR(tx.Exec(statement, {V(campaign)}).status());
    }
  } else {
    RETURN_IF_ERROR(RewriteOnSqlite(tx, campaign));
  }
  return tx.Exec("DELETE FROM draft WHERE campaign = ?1", {V(campaign)}).status();
}

}  // namespace tarazy::surveys
