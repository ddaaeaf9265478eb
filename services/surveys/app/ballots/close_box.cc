#include "services/surveys/app/ballots/close_box.h"

#include <optional>

#include "common/base/status_macros.h"
#include "services/surveys/app/ballots/release.h"
#include "services/surveys/store/ballots/box_store.h"

namespace tarazy::surveys {
namespace {

// What is sent from now on is refused. The box as it was, or nothing when there is nothing to do.
absl::StatusOr<std::optional<Box>> StopTaking(const Context& context, sql::Database& ballots,
                                              absl::string_view campaign) {
  std::optional<Box> box;
  RETURN_IF_ERROR(ballots.Write(context, [&](sql::Tx& tx) -> absl::Status {
    RETURN_IF_ERROR(AwaitTurn(tx, ballots.Engine()));
    ASSIGN_OR_RETURN(box, ReadBox(tx, campaign));
    if (box.has_value() && box->state == BoxState::kClosed) box.reset();
    if (!box.has_value() || box->state == BoxState::kClosing) return absl::OkStatus();
    return SetBoxState(tx, campaign, BoxState::kClosing);
  }));
  return box;
}

absl::Status ReleaseStratum(const Context& context, sql::Database& ballots,
                            const BallotSealer& sealer, const RunningCampaign& campaign,
                            absl::string_view stratum) {
  int64_t released = 0;
  do {
    RETURN_IF_ERROR(ballots.Write(context, [&](sql::Tx& tx) -> absl::Status {
      RETURN_IF_ERROR(AwaitTurn(tx, ballots.Engine()));
      ASSIGN_OR_RETURN(released, ReleaseRest(tx, ballots.Engine(), sealer, *campaign.form,
                                             campaign.campaign.id(), stratum));
      return absl::OkStatus();
    }));
  } while (released > 0);
  return absl::OkStatus();
}

}  // namespace

absl::Status CloseBox(const Context& context, sql::Database& ballots, const BallotSealer& sealer,
                      const RunningCampaign& campaign) {
  const std::string& id = campaign.campaign.id();
  ASSIGN_OR_RETURN(const std::optional<Box> box, StopTaking(context, ballots, id));
  if (!box.has_value()) return absl::OkStatus();
  for (const BoxStratum& stratum : box->strata) {
    RETURN_IF_ERROR(ReleaseStratum(context, ballots, sealer, campaign, stratum.id));
  }
  // Not together with what other boxes' writers read: a long transaction would lose that race.
  RETURN_IF_ERROR(ballots.WriteBulk(
      context, [&](sql::Tx& tx) { return RewriteBox(tx, ballots.Engine(), id); }));
  return ballots.Write(context, [&](sql::Tx& tx) -> absl::Status {
    RETURN_IF_ERROR(AwaitTurn(tx, ballots.Engine()));
    return SetBoxState(tx, id, BoxState::kClosed);
  });
}

}  // namespace tarazy::surveys
