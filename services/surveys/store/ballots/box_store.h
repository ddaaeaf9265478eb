// A campaign's box: how ballots are kept, from whom they are taken, and how many there are.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/sql/database.h"
#include "services/surveys/domain/campaign/strata.h"
#include "tarazy/surveys/v1/campaign.pb.h"

namespace tarazy::surveys::ballots {
const sql::Migrations& SchemaMigrations();  // embedded from migrations/
}  // namespace tarazy::surveys::ballots

namespace tarazy::surveys {

// A stratum without children, or kTrials.
struct BoxStratum {
  std::string id;
  std::string public_key;  // of its vouchers, DER; of a feedback box: empty
  int64_t quota = 0;       // at most so many ballots; 0: all

  bool operator==(const BoxStratum&) const = default;
};

enum class BoxState {
  kOpen,
  kClosing,  // takes nothing any more; not everything is released yet
  kClosed,   // everything is released; will never change
};

struct Box {
  std::string campaign;  // the bare id
  v1::BallotMode mode = v1::BALLOT_MODE_RECORDS;
  int group_size = 0;              // ballots are released in groups of at least so many; at least 1
  std::vector<BoxStratum> strata;  // by id
  BoxState state = BoxState::kOpen;
  int64_t revision = 0;  // grows with each release
};

// Of one stratum.
struct BallotCount {
  int64_t submitted = 0;
  int64_t over_quota = 0;  // refused because the quota was full
  int64_t released = 0;    // counted in the tallies; the others are pending

  bool operator==(const BallotCount&) const = default;
};

// Lets the transaction wait until no other one, of this or another process, writes into any box;
// only in a Write, before all else. Without it PostgreSQL would let two run and fail one.
absl::Status AwaitTurn(sql::Tx& tx, absl::string_view engine);

// Opens it for good; state and revision are not read. OK when the same box is there, ALREADY_EXISTS
// when another one is.
absl::Status OpenBox(sql::Tx& tx, const Box& box);

// Nothing when the campaign has no box, as those of published tables.
absl::StatusOr<std::optional<Box>> ReadBox(sql::Tx& tx, absl::string_view campaign);

// By stratum, without kTrials; empty when there is no box.
absl::StatusOr<std::map<std::string, BallotCount, std::less<>>> CountBallots(
    sql::Tx& tx, absl::string_view campaign);

// A stratum of an open or closing box from which `pending` ballots have not been released.
struct Backlog {
  std::string campaign;
  std::string stratum;  // kTrials too
  int64_t pending = 0;  // at least 1
  int group_size = 0;
  bool operator==(const Backlog&) const = default;
};

// Of all boxes, by campaign and stratum.
absl::StatusOr<std::vector<Backlog>> ReadBacklogs(sql::Tx& tx);

absl::Status SetBoxState(sql::Tx& tx, absl::string_view campaign, BoxState state);

// Writes all that is left of a closed campaign anew, in the order of its random keys and in this
// one transaction, and drops its drafts: how rows lie in the database, and which of them were
// written together, tells nothing of when they came.
absl::Status RewriteBox(sql::Tx& tx, absl::string_view engine, absl::string_view campaign);

}  // namespace tarazy::surveys
