#include "services/surveys/store/ballots/record_store.h"

#include "common/base/status_macros.h"
#include "services/surveys/store/ballots/box_store.h"

namespace tarazy::surveys {
namespace {

using sql::V;

constexpr char kOfAll[] =
    "SELECT stratum, packed FROM ballot WHERE campaign = ?1 AND stratum <> ?2 "
    "ORDER BY stratum, id";
constexpr char kOfOne[] =
    "SELECT stratum, packed FROM ballot WHERE campaign = ?1 AND stratum = ?2 ORDER BY stratum, id";

}  // namespace

absl::Status ForEachRecord(
    sql::Tx& tx, absl::string_view campaign, absl::string_view stratum,
    absl::FunctionRef<absl::Status(absl::string_view stratum, absl::string_view packed)> each) {
  if (stratum == kTrials) return absl::OkStatus();
  const auto read = [&](const sql::Row& row) { return each(row.Text(0), row.Bytes(1)); };
  if (stratum.empty()) return tx.Query(kOfAll, {V(campaign), V(kTrials)}, read);
  return tx.Query(kOfOne, {V(campaign), V(stratum)}, read);
}

}  // namespace tarazy::surveys
