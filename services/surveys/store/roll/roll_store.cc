#include "services/surveys/store/roll/roll_store.h"

#include <algorithm>
#include <set>

#include "absl/strings/ascii.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "services/surveys/domain/campaign/strata.h"

namespace tarazy::surveys {
namespace {

using sql::Blob;
using sql::V;

constexpr char kFindRoll[] = "SELECT closed FROM roll WHERE campaign = ?1";
constexpr char kKeys[] =
    "SELECT stratum, public_key, sealed_private_key FROM roll_key WHERE campaign = ?1 "
    "ORDER BY stratum";
constexpr char kKey[] =
    "SELECT stratum, public_key, sealed_private_key FROM roll_key "
    "WHERE campaign = ?1 AND stratum = ?2";
constexpr char kAddKey[] =
    "INSERT INTO roll_key (campaign, stratum, public_key, sealed_private_key) "
    "VALUES (?1, ?2, ?3, ?4)";
// Every entry is written anew, so that PostgreSQL has them all from one transaction.
constexpr const char* kClose[] = {
    "UPDATE roll SET closed = 1 WHERE campaign = ?1 AND closed = 0",
    "UPDATE roll_key SET sealed_private_key = ?2 WHERE campaign = ?1",
    "UPDATE entry SET blinded_digest = ?2 WHERE campaign = ?1",
};
constexpr char kFindEntry[] =
    "SELECT id, contact, stratum, language, test, ticket_digest FROM entry "
    "WHERE campaign = ?1 AND contact_folded = ?2";
constexpr char kFindTaken[] = "SELECT taken FROM entry WHERE campaign = ?1 AND contact_folded = ?2";
constexpr char kErase[] = "DELETE FROM entry WHERE campaign = ?1 AND contact_folded = ?2";
constexpr char kFindTicket[] =
    "SELECT e.campaign, e.stratum, e.language, e.test, e.taken, e.blinded_digest, r.closed "
    "FROM entry e JOIN roll r ON r.campaign = e.campaign WHERE e.ticket_digest = ?1";
constexpr char kTake[] =
    "UPDATE entry SET taken = 1, blinded_digest = ?2 WHERE ticket_digest = ?1 AND taken = 0";
constexpr char kCount[] =
    "SELECT stratum, COUNT(*), CAST(SUM(taken) AS BIGINT) FROM entry "
    "WHERE campaign = ?1 AND test = 0 GROUP BY stratum ORDER BY stratum";
constexpr char kCountTrials[] =
    "SELECT COUNT(*), CAST(COALESCE(SUM(taken), 0) AS BIGINT) FROM entry "
    "WHERE campaign = ?1 AND test = 1";

StratumKey ReadKey(const sql::Row& row) {
  return {.stratum = row.Text(0), .public_key = row.Bytes(1), .sealed_private_key = row.Bytes(2)};
}

sql::Value Bytes(absl::string_view bytes) { return V(Blob{std::string(bytes)}); }

absl::StatusOr<std::optional<bool>> FindRoll(sql::Tx& tx, absl::string_view campaign) {
  std::optional<bool> closed;
  RETURN_IF_ERROR(tx.QueryOne(kFindRoll, {V(campaign)}, [&](const sql::Row& row) {
                      closed = row.Bool(0);
                    }).status());
  return closed;
}

absl::StatusOr<std::vector<StratumKey>> LoadKeys(sql::Tx& tx, absl::string_view campaign) {
  std::vector<StratumKey> keys;
  RETURN_IF_ERROR(tx.Query(kKeys, {V(campaign)}, [&](const sql::Row& row) {
    keys.push_back(ReadKey(row));
    return absl::OkStatus();
  }));
  return keys;
}

std::set<absl::string_view> StrataOfKeys(absl::Span<const StratumKey> keys) {
  std::set<absl::string_view> strata;
  for (const StratumKey& key : keys) strata.insert(key.stratum);
  return strata;
}

constexpr char kNotTaken[] =
    "SELECT e.id, e.contact, e.language, e.stratum FROM entry e JOIN roll r ON r.campaign = "
    "e.campaign "
    "WHERE e.campaign = ?1 AND e.id > ?2 AND e.taken = 0 AND e.test = 0 AND r.closed = 0 "
    "ORDER BY e.id LIMIT ?3";

}  // namespace

absl::Status TicketUnknown() {
  return MakeError(absl::StatusCode::kNotFound, Reason::kTicketUnknown,
                   "there is no such ticket; check it against the invitation");
}

absl::Status RollIsClosed() {
  return FailedPrecondition(Reason::kCampaignState, "the campaign is over");
}

absl::StatusOr<std::vector<StratumKey>> OpenRoll(sql::Tx& tx, absl::string_view campaign,
                                                 absl::Span<const StratumKey> keys) {
  ASSIGN_OR_RETURN(const std::optional<bool> closed, FindRoll(tx, campaign));
  if (closed.has_value()) {
    ASSIGN_OR_RETURN(std::vector<StratumKey> stored, LoadKeys(tx, campaign));
    if (StrataOfKeys(stored) != StrataOfKeys(keys)) return AlreadyExists("roll", campaign);
    return stored;
  }
  RETURN_IF_ERROR(
      tx.Exec("INSERT INTO roll (campaign, closed) VALUES (?1, 0)", {V(campaign)}).status());
  for (const StratumKey& key : keys) {
    RETURN_IF_ERROR(tx.Exec(kAddKey, {V(campaign), V(key.stratum), Bytes(key.public_key),
                                      Bytes(key.sealed_private_key)})
                        .status());
  }
  return LoadKeys(tx, campaign);
}

absl::Status CloseRoll(sql::Tx& tx, absl::string_view campaign) {
  ASSIGN_OR_RETURN(const bool closed, RollClosed(tx, campaign));
  if (closed) return absl::OkStatus();
  RETURN_IF_ERROR(tx.Exec(kClose[0], {V(campaign)}).status());
  RETURN_IF_ERROR(tx.Exec(kClose[1], {V(campaign), Bytes("")}).status());
  return tx.Exec(kClose[2], {V(campaign), Bytes("")}).status();
}

absl::StatusOr<bool> RollClosed(sql::Tx& tx, absl::string_view campaign) {
  ASSIGN_OR_RETURN(const std::optional<bool> closed, FindRoll(tx, campaign));
  return closed.value_or(true);
}

absl::StatusOr<StratumKey> LoadKey(sql::Tx& tx, absl::string_view campaign,
                                   absl::string_view stratum) {
  StratumKey key;
  ASSIGN_OR_RETURN(const bool found, tx.QueryOne(kKey, {V(campaign), V(stratum)},
                                                 [&](const sql::Row& row) { key = ReadKey(row); }));
  if (!found) return NotFound("key of stratum", stratum);
  return key;
}

absl::StatusOr<std::optional<RollEntry>> FindEntry(sql::Tx& tx, absl::string_view campaign,
                                                   absl::string_view contact) {
  std::optional<RollEntry> entry;
  RETURN_IF_ERROR(tx.QueryOne(kFindEntry, {V(campaign), V(absl::AsciiStrToLower(contact))},
                              [&](const sql::Row& row) {
                                entry = {.id = row.Bytes(0),
                                         .contact = row.Text(1),
                                         .stratum = row.Text(2),
                                         .language = row.Text(3),
                                         .test = row.Bool(4),
                                         .ticket_digest = row.Bytes(5)};
                              })
                      .status());
  return entry;
}

absl::Status AddEntries(sql::Tx& tx, absl::string_view campaign,
                        absl::Span<const RollEntry> entries) {
  using sql::ColumnType;
  const sql::BulkTable table{.table = "entry",
                             .columns = {{"campaign", ColumnType::kText},
                                         {"id", ColumnType::kBlob},
                                         {"contact", ColumnType::kText},
                                         {"contact_folded", ColumnType::kText},
                                         {"stratum", ColumnType::kText},
                                         {"language", ColumnType::kText},
                                         {"test", ColumnType::kInt},
                                         {"ticket_digest", ColumnType::kBlob},
                                         {"taken", ColumnType::kInt},
                                         {"blinded_digest", ColumnType::kBlob}}};
  std::vector<std::vector<sql::Value>> rows;
  for (const RollEntry& entry : entries) {
    rows.push_back({V(campaign), Bytes(entry.id), V(entry.contact),
                    V(absl::AsciiStrToLower(entry.contact)), V(entry.stratum), V(entry.language),
                    V(entry.test), Bytes(entry.ticket_digest), V(0), Bytes("")});
  }
  // Not in the order of the request: rows lie where their random keys put them.
  std::sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) {
    return std::get<Blob>(a[1]).bytes < std::get<Blob>(b[1]).bytes;
  });
  return tx.InsertMany(table, rows);
}

absl::StatusOr<bool> EraseEntry(sql::Tx& tx, absl::string_view campaign,
                                absl::string_view contact) {
  const std::string folded = absl::AsciiStrToLower(contact);
  bool taken = false;
  ASSIGN_OR_RETURN(const bool found,
                   tx.QueryOne(kFindTaken, {V(campaign), V(folded)},
                               [&](const sql::Row& row) { taken = row.Bool(0); }));
  if (!found) {
    return MakeError(absl::StatusCode::kNotFound, Reason::kNotFound,
                     "nobody with this contact is on the roll");
  }
  RETURN_IF_ERROR(tx.Exec(kErase, {V(campaign), V(folded)}).status());
  return taken;
}

absl::StatusOr<std::vector<RollEntry>> NotTaken(sql::Tx& tx, absl::string_view campaign,
                                                absl::Span<const std::string> strata,
                                                absl::string_view after, int limit) {
  std::vector<RollEntry> entries;
  std::string last(after);
  // In pages of the whole roll: which strata are asked for differs from call to call.
  while (entries.size() < static_cast<size_t>(limit)) {
    int rows = 0;
    RETURN_IF_ERROR(
        tx.Query(kNotTaken, {V(campaign), Bytes(last), V(limit)}, [&](const sql::Row& row) {
          ++rows;
          last = row.Bytes(0);
          const bool asked = strata.empty() ||
                             std::find(strata.begin(), strata.end(), row.Text(3)) != strata.end();
          if (asked && entries.size() < static_cast<size_t>(limit)) {
            entries.push_back(
                {.id = row.Bytes(0), .contact = row.Text(1), .language = row.Text(2)});
          }
          return absl::OkStatus();
        }));
    if (rows < limit) break;
  }
  return entries;
}

absl::StatusOr<std::optional<FoundTicket>> FindTicket(sql::Tx& tx, absl::string_view digest) {
  std::optional<FoundTicket> ticket;
  RETURN_IF_ERROR(tx.QueryOne(kFindTicket, {Bytes(digest)}, [&](const sql::Row& row) {
                      const bool test = row.Bool(3);
                      ticket = {.campaign = row.Text(0),
                                .stratum = test ? std::string(kTrials) : row.Text(1),
                                .language = row.Text(2),
                                .test = test,
                                .taken = row.Bool(4),
                                .blinded_digest = row.Bytes(5),
                                .closed = row.Bool(6)};
                    }).status());
  return ticket;
}

absl::StatusOr<Taking> TakeTicket(sql::Tx& tx, absl::string_view digest,
                                  absl::string_view blinded_digest) {
  ASSIGN_OR_RETURN(const std::optional<FoundTicket> ticket, FindTicket(tx, digest));
  if (!ticket.has_value()) return TicketUnknown();
  if (ticket->closed) return RollIsClosed();
  if (ticket->taken) {
    return ticket->blinded_digest == blinded_digest ? Taking::kRepeated : Taking::kByAnother;
  }
  ASSIGN_OR_RETURN(const int64_t changed, tx.Exec(kTake, {Bytes(digest), Bytes(blinded_digest)}));
  if (changed != 1) return Internal("a ticket changed while it was being taken");
  return Taking::kFirst;
}

absl::StatusOr<std::map<std::string, RollCount, std::less<>>> CountRoll(
    sql::Tx& tx, absl::string_view campaign) {
  std::map<std::string, RollCount, std::less<>> counts;
  RETURN_IF_ERROR(tx.Query(kCount, {V(campaign)}, [&](const sql::Row& row) {
    counts[row.Text(0)] = {.invited = row.Int(1), .taken = row.Int(2)};
    return absl::OkStatus();
  }));
  return counts;
}

absl::StatusOr<RollCount> CountTrials(sql::Tx& tx, absl::string_view campaign) {
  RollCount count;
  RETURN_IF_ERROR(tx.QueryOne(kCountTrials, {V(campaign)}, [&](const sql::Row& row) {
                      count = {.invited = row.Int(0), .taken = row.Int(1)};
                    }).status());
  return count;
}

}  // namespace tarazy::surveys
