#include "services/surveys/store/ballots/release_store.h"

#include <algorithm>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/base/error.h"
#include "common/base/ids.h"
#include "common/base/status_macros.h"
#include "services/surveys/store/ballots/tally_store.h"
#include "tarazy/surveys/v1/results.pb.h"

namespace tarazy::surveys {
namespace {

using sql::V;

constexpr char kTakeOne[] =
    "DELETE FROM pending WHERE campaign = ?1 AND stratum = ?2 AND id = ?3 RETURNING id, sealed";
constexpr char kTakeMany[] =
    "DELETE FROM pending WHERE ctid = ANY (ARRAY(SELECT p.ctid "
    "FROM unnest(string_to_array(?3, ',')) AS w (id) CROSS JOIN LATERAL (SELECT ctid FROM pending "
    "WHERE campaign = ?1 AND stratum = ?2 AND id = decode(w.id, 'hex') OFFSET 0) AS p)) "
    "RETURNING id, sealed";
constexpr char kCountOne[] =
    "INSERT INTO tally (campaign, stratum, question, code, count) VALUES (?1, ?2, ?3, ?4, ?5) "
    "ON CONFLICT (campaign, stratum, question, code) DO UPDATE "
    "SET count = tally.count + excluded.count";
constexpr char kCountMany[] =
    "INSERT INTO tally (campaign, stratum, question, code, count) "
    "SELECT ?1, ?2, more.question, more.code, more.count FROM unnest(string_to_array(?3, ','), "
    "string_to_array(?4, ','), string_to_array(?5, ',')::bigint[]) AS more (question, code, count) "
    "ON CONFLICT (campaign, stratum, question, code) DO UPDATE "
    "SET count = tally.count + excluded.count";

absl::Status AddTally(sql::Tx& tx, absl::string_view engine, const Form& form,
                      const ReleasedGroup& group) {
  const std::vector<TallyCell> cells = CellsOf(form, group.tally);
  if (engine == "postgres") {
    const auto join = [&](auto member) {
      return absl::StrJoin(cells, ",", [&](std::string* out, const TallyCell& cell) {
        absl::StrAppend(out, cell.*member);
      });
    };
    return tx
        .Exec(kCountMany, {V(group.campaign), V(group.stratum), V(join(&TallyCell::question)),
                           V(join(&TallyCell::code)), V(join(&TallyCell::count))})
        .status();
  }
  for (const TallyCell& cell : cells) {
    RETURN_IF_ERROR(tx.Exec(kCountOne, {V(group.campaign), V(group.stratum), V(cell.question),
                                        V(cell.code), V(cell.count)})
                        .status());
  }
  return absl::OkStatus();
}

// `values` in an order of chance: their random ids are given out in order. Records come here in
// the order in which a table of pending ballots held them.
template <typename T>
std::vector<std::pair<std::string, const T*>> UnderNewIds(const std::vector<T>& values) {
  std::vector<std::pair<std::string, const T*>> under;
  for (const T& value : values) under.emplace_back(RandomHex(16), &value);
  std::sort(under.begin(), under.end());
  return under;
}

absl::Status InsertRecords(sql::Tx& tx, const ReleasedGroup& group) {
  std::vector<std::vector<sql::Value>> rows;
  for (const auto& [id, packed] : UnderNewIds(group.records)) {
    rows.push_back({V(group.campaign), V(group.stratum), V(sql::Blob{absl::HexStringToBytes(id)}),
                    V(sql::Blob{*packed})});
  }
  return tx.InsertMany({.table = "ballot",
                        .columns = {{"campaign", sql::ColumnType::kText},
                                    {"stratum", sql::ColumnType::kText},
                                    {"id", sql::ColumnType::kBlob},
                                    {"packed", sql::ColumnType::kBlob}}},
                       rows);
}

absl::Status InsertComments(sql::Tx& tx, const ReleasedGroup& group) {
  std::vector<std::vector<sql::Value>> rows;
  for (const auto& [id, comment] : UnderNewIds(group.comments)) {
    rows.push_back({V(group.campaign), V(group.stratum), V(id), V(comment->question),
                    V(comment->language), V(comment->text),
                    V(static_cast<int>(v1::COMMENT_STATE_PENDING)),
                    V(static_cast<int>(v1::COMMENT_REASON_UNSPECIFIED)), V("")});
  }
  return tx.InsertMany({.table = "comment",
                        .columns = {{"campaign", sql::ColumnType::kText},
                                    {"stratum", sql::ColumnType::kText},
                                    {"id", sql::ColumnType::kText},
                                    {"question", sql::ColumnType::kText},
                                    {"language", sql::ColumnType::kText},
                                    {"text", sql::ColumnType::kText},
                                    {"state", sql::ColumnType::kInt},
                                    {"reason", sql::ColumnType::kInt},
                                    {"released_text", sql::ColumnType::kText}}},
                       rows);
}

}  // namespace

absl::StatusOr<std::vector<std::string>> PendingIds(sql::Tx& tx, absl::string_view campaign,
                                                    absl::string_view stratum, int64_t limit) {
  std::vector<std::string> ids;
  RETURN_IF_ERROR(
      tx.Query("SELECT id FROM pending WHERE campaign = ?1 AND stratum = ?2 ORDER BY id LIMIT ?3",
               {V(campaign), V(stratum), V(limit)}, [&](const sql::Row& row) {
                 ids.push_back(row.Bytes(0));
                 return absl::OkStatus();
               }));
  return ids;
}

absl::StatusOr<std::vector<PendingBallot>> TakePending(sql::Tx& tx, absl::string_view engine,
                                                       absl::string_view campaign,
                                                       absl::string_view stratum,
                                                       absl::Span<const std::string> ids) {
  std::vector<PendingBallot> taken;
  const auto read = [&](const sql::Row& row) {
    taken.push_back({.id = row.Bytes(0), .sealed = row.Bytes(1)});
    return absl::OkStatus();
  };
  if (engine == "postgres") {
    const std::string list = absl::StrJoin(ids, ",", [](std::string* out, const std::string& id) {
      absl::StrAppend(out, absl::BytesToHexString(id));
    });
    RETURN_IF_ERROR(tx.Query(kTakeMany, {V(campaign), V(stratum), V(list)}, read));
  } else {
    for (const std::string& id : ids) {
      RETURN_IF_ERROR(tx.Query(kTakeOne, {V(campaign), V(stratum), V(sql::Blob{id})}, read));
    }
  }
  if (taken.size() != ids.size()) return Internal("a pending ballot is gone");
  return taken;
}

absl::Status AddReleased(sql::Tx& tx, absl::string_view engine, const Form& form,
                         const ReleasedGroup& group) {
  RETURN_IF_ERROR(AddTally(tx, engine, form, group));
  RETURN_IF_ERROR(InsertRecords(tx, group));
  RETURN_IF_ERROR(InsertComments(tx, group));
  RETURN_IF_ERROR(tx.Exec("UPDATE box_stratum SET released = released + ?3 "
                          "WHERE campaign = ?1 AND stratum = ?2",
                          {V(group.campaign), V(group.stratum), V(group.tally.ballots)})
                      .status());
  return tx.Exec("UPDATE box SET revision = revision + 1 WHERE campaign = ?1", {V(group.campaign)})
      .status();
}

}  // namespace tarazy::surveys
