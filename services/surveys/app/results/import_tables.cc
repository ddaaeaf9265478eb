#include "services/surveys/app/results/import_tables.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/faults.h"
#include "common/base/status_macros.h"
#include "services/surveys/domain/campaign/check_campaign.h"
#include "services/surveys/domain/tables/check_tables.h"
#include "services/surveys/file/read_tables.h"
#include "services/surveys/store/control/campaign_store.h"
#include "services/surveys/store/control/tables_store.h"

namespace tarazy::surveys {
namespace {

// What nobody says of published tables.
void CheckTablesCampaign(const v1::Campaign& campaign, absl::Time now, Faults& faults) {
  if (!campaign.strata().empty()) {
    faults.Add("strata", "published tables are of everybody: leave them out");
  }
  if (!campaign.questionnaire().empty()) {
    faults.Add("questionnaire", "published tables are their own questionnaire: leave it out");
  }
  if (campaign.participation_gate() > 0) {
    faults.Add("participation_gate", "published tables do not say how many were asked");
  }
  if (campaign.has_window()) {
    faults.Add("window", "published tables take no answers: leave it out");
  }
  CheckCampaign(campaign, now, faults);
}

}  // namespace

absl::StatusOr<ImportedTables> ImportTables(sql::Tx& control, v1::Campaign campaign,
                                            const std::string& file, const std::string& population,
                                            const std::string& by, absl::Time now) {
  campaign.set_name(absl::StrCat("campaigns/", campaign.id()));
  campaign.set_kind(v1::CAMPAIGN_KIND_TABLES);
  campaign.set_ballots(v1::BALLOT_MODE_COUNTERS);
  campaign.clear_state();
  campaign.clear_create_time();
  campaign.clear_close_time();
  campaign.clear_etag();
  campaign.clear_participation();
  campaign.clear_respondents();
  FillDefaults(campaign);
  Faults faults;
  Faults of_campaign;
  CheckTablesCampaign(campaign, now, of_campaign);
  for (const FieldViolation& fault : of_campaign.fields()) {
    faults.Add(absl::StrCat("campaign.", fault.field), fault.description);
  }
  StoredTables stored{.source = file, .population = population};
  if (file.size() > kMaxTablesBytes) {
    faults.Add("source", absl::StrCat("larger than ", kMaxTablesBytes, " bytes"));
  } else {
    stored.tables = faults.Take(ReadTables(file, population));
  }
  RETURN_IF_ERROR(faults.ToStatus());
  RETURN_IF_ERROR(InsertCampaign(
      control,
      {.campaign = campaign, .stage = CampaignStage::kOpen, .created = now, .created_by = by}));
  RETURN_IF_ERROR(InsertTables(control, campaign.id(), stored));
  RETURN_IF_ERROR(MarkClosing(control, campaign.id(), by, now));
  v1::ParticipationReport nobody_counted;
  nobody_counted.set_campaign(campaign.name());
  nobody_counted.set_frozen(true);
  RETURN_IF_ERROR(MarkClosed(control, campaign.id(), nobody_counted).status());
  return ImportedTables{.campaign = std::move(campaign),
                        .findings = CheckTables(stored.tables),
                        .tables = stored.tables.items_size()};
}

}  // namespace tarazy::surveys
