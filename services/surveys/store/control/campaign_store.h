// Campaigns as they were opened, and how far each is.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/sql/database.h"
#include "tarazy/surveys/v1/campaign.pb.h"
#include "tarazy/surveys/v1/results.pb.h"

namespace tarazy::surveys {

// How far a campaign is; the roll and the ballot box have their own data, so each step may be
// repeated after a fault.
enum class CampaignStage {
  kOpening = 0,  // the roll and the box are being made
  kOpen = 1,
  kClosing = 2,  // the box refuses; acknowledged ballots are being released
  kClosed = 3,   // frozen
};

struct StoredCampaign {
  v1::Campaign campaign;  // as opened, with name
  CampaignStage stage = CampaignStage::kOpening;
  absl::Time created;
  std::string created_by;
  std::optional<absl::Time> closed;
  std::string closed_by;
  v1::ParticipationReport participation;  // once closed
};

// Errors: ALREADY_EXISTS.
absl::Status InsertCampaign(sql::Tx& tx, const StoredCampaign& campaign);
// Nothing when there is none of this id.
absl::StatusOr<std::optional<StoredCampaign>> FindCampaign(sql::Tx& tx, absl::string_view id);
// The same; NOT_FOUND when there is none, or it is still being opened.
absl::StatusOr<StoredCampaign> LoadCampaign(sql::Tx& tx, absl::string_view id);
// By id, those after `after`; of one series, or of all when it is empty. Without those still being
// opened.
absl::StatusOr<std::vector<StoredCampaign>> ListCampaigns(sql::Tx& tx, absl::string_view series,
                                                          absl::string_view after, int limit);
// Open or closing: those that a clock may have to close.
absl::StatusOr<std::vector<StoredCampaign>> UnclosedCampaigns(sql::Tx& tx);

// Opening to open.
absl::Status MarkOpen(sql::Tx& tx, absl::string_view id);
// Open to closing, by whom and when; changes nothing when it is on its way already.
absl::Status MarkClosing(sql::Tx& tx, absl::string_view id, absl::string_view by, absl::Time now);
// Closing to closed; false when somebody else has done it.
absl::StatusOr<bool> MarkClosed(sql::Tx& tx, absl::string_view id,
                                const v1::ParticipationReport& participation);

}  // namespace tarazy::surveys
