#include "services/surveys/app/lifecycle/open_campaign.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/base/error.h"
#include "common/base/faults.h"
#include "common/base/status_macros.h"
#include "common/record/check.h"
#include "services/surveys/app/lifecycle/campaign_events.h"
#include "services/surveys/app/roll/make_keys.h"
#include "services/surveys/domain/campaign/check_campaign.h"
#include "services/surveys/domain/campaign/strata.h"
#include "services/surveys/store/ballots/box_store.h"
#include "services/surveys/store/control/campaign_store.h"
#include "services/surveys/store/control/questionnaire_store.h"
#include "services/surveys/store/roll/roll_store.h"

namespace tarazy::surveys {
namespace {

constexpr int kSmallestGroup = 5;

absl::Status FixQuestionnaire(sql::Tx& control, v1::Campaign& campaign) {
  const std::vector<std::string> parts = absl::StrSplit(campaign.questionnaire(), '/');
  int version = 0;
  if (parts.size() != 4 || !absl::SimpleAtoi(parts[3], &version)) {
    return InvalidField("questionnaire", "is not of the form questionnaires/*/versions/*");
  }
  ASSIGN_OR_RETURN(const QuestionnaireVersion found, LoadQuestionnaire(control, parts[1], version));
  campaign.set_questionnaire(found.questionnaire.name());
  campaign.set_respondents(v1::RespondentClass_Name(found.questionnaire.respondents()));
  return absl::OkStatus();
}

void ClearOutput(v1::Campaign& campaign) {
  campaign.set_name(absl::StrCat("campaigns/", campaign.id()));
  campaign.clear_state();
  campaign.clear_create_time();
  campaign.clear_close_time();
  campaign.clear_etag();
  campaign.clear_respondents();
}

// Ballots are released in groups of so many: no two states that anybody is shown differ by fewer.
int GroupSize(const v1::DisclosurePolicy& policy) {
  return std::max(
      {kSmallestGroup, policy.threshold(), policy.public_threshold(), policy.text_threshold()});
}

Box BoxOf(const v1::Campaign& campaign, const std::vector<StratumKey>& keys) {
  Box box{.campaign = campaign.id(),
          .mode = campaign.ballots(),
          .group_size = GroupSize(campaign.disclosure())};
  if (campaign.kind() == v1::CAMPAIGN_KIND_BOX) {
    box.strata.push_back({.id = std::string(kEverybody)});
    return box;
  }
  for (const StratumKey& key : keys) {
    BoxStratum& stratum = box.strata.emplace_back();
    stratum.id = key.stratum;
    stratum.public_key = key.public_key;
    for (const v1::Stratum& asked : campaign.strata()) {
      if (asked.id() == key.stratum) stratum.quota = asked.quota();
    }
  }
  std::sort(box.strata.begin(), box.strata.end(),
            [](const BoxStratum& a, const BoxStratum& b) { return a.id < b.id; });
  return box;
}

// The campaign's row; the same one again when an earlier attempt left it in the making.
absl::Status Begin(const Context& context, sql::Database& control, const v1::Campaign& campaign,
                   const std::string& by, absl::Time now) {
  return control.Write(context, [&](sql::Tx& tx) -> absl::Status {
    ASSIGN_OR_RETURN(const std::optional<StoredCampaign> found, FindCampaign(tx, campaign.id()));
    if (!found.has_value()) {
      return InsertCampaign(tx, {.campaign = campaign, .created = now, .created_by = by});
    }
    if (found->stage == CampaignStage::kOpening &&
        found->campaign.SerializeAsString() == campaign.SerializeAsString()) {
      return absl::OkStatus();
    }
    return AlreadyExists("campaign", campaign.name());
  });
}

// Keys are made once: an earlier attempt's are taken over, for its tickets would be signed by them.
absl::StatusOr<std::vector<StratumKey>> OpenItsRoll(const Context& context, sql::Database& roll,
                                                    const Secret& secret,
                                                    const v1::Campaign& campaign) {
  std::vector<std::string> strata = LeavesOf(campaign);
  strata.push_back(std::string(kTrials));
  ASSIGN_OR_RETURN(std::vector<StratumKey> keys, MakeKeys(secret, campaign.id(), strata));
  RETURN_IF_ERROR(roll.Write(context, [&](sql::Tx& tx) -> absl::Status {
    ASSIGN_OR_RETURN(keys, OpenRoll(tx, campaign.id(), keys));
    return absl::OkStatus();
  }));
  return keys;
}

}  // namespace

absl::StatusOr<OpenedCampaign> PrepareCampaign(sql::Tx& control, v1::Campaign campaign,
                                               absl::Time now) {
  ClearOutput(campaign);
  FillDefaults(campaign);
  Faults faults(record::CheckRules(campaign));
  CheckCampaign(campaign, now, faults);
  if (campaign.kind() == v1::CAMPAIGN_KIND_TABLES) {
    faults.Add("kind", "published tables are imported (ImportTables), not opened");
  }
  RETURN_IF_ERROR(faults.ToStatus());
  RETURN_IF_ERROR(FixQuestionnaire(control, campaign));
  ASSIGN_OR_RETURN(const std::optional<StoredCampaign> found, FindCampaign(control, campaign.id()));
  if (found.has_value() && found->stage != CampaignStage::kOpening) {
    return AlreadyExists("campaign", campaign.name());
  }
  OpenedCampaign opened{.warnings = WarningsOf(campaign)};
  opened.campaign = std::move(campaign);
  return opened;
}

absl::Status OpenCampaign(const Context& context, const SurveyData& data, const Secret& secret,
                          const OpenedCampaign& opened, const std::string& by, absl::Time now,
                          absl::FunctionRef<absl::Status(sql::Tx&)> stored) {
  const v1::Campaign& campaign = opened.campaign;
  RETURN_IF_ERROR(Begin(context, data.control, campaign, by, now));
  std::vector<StratumKey> keys;
  if (campaign.kind() == v1::CAMPAIGN_KIND_TICKETS) {
    ASSIGN_OR_RETURN(keys, OpenItsRoll(context, data.roll, secret, campaign));
  }
  const Box box = BoxOf(campaign, keys);
  RETURN_IF_ERROR(data.ballots.Write(context, [&](sql::Tx& tx) -> absl::Status {
    RETURN_IF_ERROR(AwaitTurn(tx, data.ballots.Engine()));
    return OpenBox(tx, box);
  }));
  return data.control.Write(context, [&](sql::Tx& tx) -> absl::Status {
    RETURN_IF_ERROR(MarkOpen(tx, campaign.id()));
    RETURN_IF_ERROR(TellOpened(tx, campaign, now));
    return stored(tx);
  });
}

absl::StatusOr<v1::Campaign> NextWave(
    const v1::Campaign& previous, const std::string& id, const std::string& wave,
    const v1::Window& window, const google::protobuf::RepeatedPtrField<v1::Stratum>& strata) {
  if (previous.series().empty()) {
    return FailedPrecondition(
        Reason::kCampaignState,
        absl::StrCat(previous.name(), " belongs to no series; open the new campaign by itself"));
  }
  v1::Campaign next = previous;
  next.set_id(id);
  next.set_wave(wave);
  *next.mutable_window() = window;
  if (!strata.empty()) *next.mutable_strata() = strata;
  return next;
}

}  // namespace tarazy::surveys
