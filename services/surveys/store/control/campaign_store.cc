#include "services/surveys/store/control/campaign_store.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"

namespace tarazy::surveys {
namespace {

using sql::V;

#define TARAZY_CAMPAIGN_COLUMNS \
  "SELECT body, stage, created_at, created_by, closed_at, closed_by, participation FROM campaign "

constexpr char kFind[] = TARAZY_CAMPAIGN_COLUMNS "WHERE id = ?1";
constexpr char kList[] = TARAZY_CAMPAIGN_COLUMNS
    "WHERE id > ?1 AND stage > 0 AND (?2 = '' OR series = ?2) ORDER BY id LIMIT ?3";
constexpr char kUnclosed[] =
    TARAZY_CAMPAIGN_COLUMNS "WHERE stage IN (1, 2) AND kind <> ?1 ORDER BY id";

#undef TARAZY_CAMPAIGN_COLUMNS

absl::Status Read(const sql::Row& row, StoredCampaign& campaign) {
  if (!campaign.campaign.ParseFromString(row.Bytes(0)) ||
      (!row.IsNull(6) && !campaign.participation.ParseFromString(row.Bytes(6)))) {
    return Internal("a stored campaign cannot be read");
  }
  campaign.stage = static_cast<CampaignStage>(row.Int(1));
  campaign.created = row.Time(2);
  campaign.created_by = row.Text(3);
  if (!row.IsNull(4)) campaign.closed = row.Time(4);
  if (!row.IsNull(5)) campaign.closed_by = row.Text(5);
  return absl::OkStatus();
}

absl::StatusOr<std::vector<StoredCampaign>> ReadAll(sql::Tx& tx, absl::string_view statement,
                                                    absl::Span<const sql::Value> params) {
  std::vector<StoredCampaign> campaigns;
  RETURN_IF_ERROR(tx.Query(
      statement, params, [&](const sql::Row& row) { return Read(row, campaigns.emplace_back()); }));
  return campaigns;
}

}  // namespace

absl::Status InsertCampaign(sql::Tx& tx, const StoredCampaign& stored) {
  const v1::Campaign& campaign = stored.campaign;
  const absl::Status status =
      tx.Exec(
            "INSERT INTO campaign (id, kind, questionnaire, series, wave, stage, body, created_at, "
            "created_by) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
            {V(campaign.id()), V(static_cast<int>(campaign.kind())), V(campaign.questionnaire()),
             V(campaign.series()), V(campaign.wave()), V(static_cast<int>(stored.stage)),
             V(sql::Blob{campaign.SerializeAsString()}), V(stored.created), V(stored.created_by)})
          .status();
  if (!absl::IsAlreadyExists(status)) return status;
  return AlreadyExists("campaign", absl::StrCat("campaigns/", campaign.id()));
}

absl::StatusOr<std::optional<StoredCampaign>> FindCampaign(sql::Tx& tx, absl::string_view id) {
  ASSIGN_OR_RETURN(std::vector<StoredCampaign> found, ReadAll(tx, kFind, {V(id)}));
  if (found.empty()) return std::optional<StoredCampaign>();
  return std::optional<StoredCampaign>(std::move(found.front()));
}

absl::StatusOr<StoredCampaign> LoadCampaign(sql::Tx& tx, absl::string_view id) {
  ASSIGN_OR_RETURN(std::optional<StoredCampaign> found, FindCampaign(tx, id));
  if (!found.has_value() || found->stage == CampaignStage::kOpening) {
    return NotFound("campaign", absl::StrCat("campaigns/", id));
  }
  return *std::move(found);
}

absl::StatusOr<std::vector<StoredCampaign>> ListCampaigns(sql::Tx& tx, absl::string_view series,
                                                          absl::string_view after, int limit) {
  return ReadAll(tx, kList, {V(after), V(series), V(limit)});
}

absl::StatusOr<std::vector<StoredCampaign>> UnclosedCampaigns(sql::Tx& tx) {
  return ReadAll(tx, kUnclosed, {V(static_cast<int>(v1::CAMPAIGN_KIND_TABLES))});
}

absl::Status MarkOpen(sql::Tx& tx, absl::string_view id) {
  return tx.Exec("UPDATE campaign SET stage = 1 WHERE id = ?1 AND stage = 0", {V(id)}).status();
}

absl::Status MarkClosing(sql::Tx& tx, absl::string_view id, absl::string_view by, absl::Time now) {
  return tx
      .Exec(
          "UPDATE campaign SET stage = 2, closed_at = ?2, closed_by = ?3 WHERE id = ?1 AND stage = "
          "1",
          {V(id), V(now), V(by)})
      .status();
}

absl::StatusOr<bool> MarkClosed(sql::Tx& tx, absl::string_view id,
                                const v1::ParticipationReport& participation) {
  ASSIGN_OR_RETURN(
      const int64_t changed,
      tx.Exec("UPDATE campaign SET stage = 3, participation = ?2 WHERE id = ?1 AND stage = 2",
              {V(id), V(sql::Blob{participation.SerializeAsString()})}));
  return changed > 0;
}

}  // namespace tarazy::surveys
