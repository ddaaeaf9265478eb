#include "services/surveys/app/results/readable_campaign.h"

#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "services/surveys/domain/tables/check_tables.h"
#include "services/surveys/domain/tables/count_tables.h"
#include "services/surveys/store/ballots/box_store.h"
#include "services/surveys/store/ballots/record_store.h"
#include "services/surveys/store/ballots/tally_store.h"
#include "services/surveys/store/control/campaign_store.h"
#include "services/surveys/store/control/tables_store.h"

namespace tarazy::surveys {
namespace {

absl::Status NotYet(const v1::Campaign& campaign) {
  return FailedPrecondition(
      Reason::kResultsNotYet,
      absl::StrCat("results of ", campaign.name(), " are shown once it is closed"),
      {{"campaign", campaign.name()}});
}

bool HasBox(const v1::Campaign& campaign) { return campaign.kind() != v1::CAMPAIGN_KIND_TABLES; }

v1::TableFlaw FlawOf(const v1::TableFinding& finding) {
  v1::TableFlaw flaw;
  flaw.set_question(finding.item());
  flaw.set_message(finding.category().empty()
                       ? finding.message()
                       : absl::StrCat(finding.category(), ": ", finding.message()));
  return flaw;
}

}  // namespace

absl::StatusOr<ReadableCampaign> OpenToRead(const Context& context, const SurveyData& data,
                                            RunningCampaigns& campaigns, absl::string_view id,
                                            Audience audience) {
  ReadableCampaign readable;
  ASSIGN_OR_RETURN(readable.running, campaigns.Find(context, id));
  absl::Time created;
  RETURN_IF_ERROR(data.control.Read(context, [&](sql::Tx& tx) -> absl::Status {
    ASSIGN_OR_RETURN(const StoredCampaign stored, LoadCampaign(tx, id));
    readable.frozen = stored.stage == CampaignStage::kClosed;
    created = stored.created;
    return absl::OkStatus();
  }));
  const v1::Campaign& campaign = readable.campaign();
  const v1::DisclosurePolicy& policy = campaign.disclosure();
  if (!readable.frozen && !(audience.reads_as_staff() && policy.results_before_close())) {
    return NotYet(campaign);
  }
  // Who reads by both must not learn more from the two answers together.
  readable.thresholds = {policy.threshold()};
  if (!audience.reads_as_staff()) {
    readable.thresholds.insert(readable.thresholds.begin(), policy.public_threshold());
  }
  if (HasBox(campaign)) {
    RETURN_IF_ERROR(data.ballots.Read(context, [&](sql::Tx& tx) -> absl::Status {
      ASSIGN_OR_RETURN(const std::optional<Box> box, ReadBox(tx, id));
      if (box.has_value()) readable.revision = box->revision;
      return absl::OkStatus();
    }));
  }
  // The time tells this campaign from one of the same id that a restored backup lacks.
  readable.key = absl::StrCat(id, ":", sql::ToMicros(created), ":", readable.revision,
                              readable.frozen ? "f" : "r", ":", readable.running->policy, ":",
                              absl::StrJoin(readable.thresholds, "."));
  return readable;
}

absl::StatusOr<ReadCounts> CountsOf(const Context& context, const SurveyData& data,
                                    const ReadableCampaign& readable) {
  ReadCounts counts;
  const v1::Campaign& campaign = readable.campaign();
  if (HasBox(campaign)) {
    RETURN_IF_ERROR(data.ballots.Read(context, [&](sql::Tx& tx) -> absl::Status {
      ASSIGN_OR_RETURN(BoxTallies tallies, ReadTallies(tx, readable.form(), campaign.id()));
      counts.tallies = std::move(tallies.tallies);
      counts.revision = tallies.revision;
      return absl::OkStatus();
    }));
    return counts;
  }
  RETURN_IF_ERROR(data.control.Read(context, [&](sql::Tx& tx) -> absl::Status {
    counts = {};
    ASSIGN_OR_RETURN(const v1::PublishedTables tables, LoadTables(tx, campaign.id()));
    counts.tallies = TalliesOf(tables, readable.form());
    for (const v1::TableFinding& finding : CheckTables(tables)) {
      counts.flaws.push_back(FlawOf(finding));
    }
    return absl::OkStatus();
  }));
  return counts;
}

absl::Status ForEachBallot(
    const Context& context, const SurveyData& data, const ReadableCampaign& readable,
    absl::FunctionRef<absl::Status(ReadCounts)> begin,
    absl::FunctionRef<void(absl::string_view stratum, const CodedBallot& ballot,
                           absl::string_view packed)>
        each) {
  const v1::Campaign& campaign = readable.campaign();
  if (!HasBox(campaign) || campaign.ballots() != v1::BALLOT_MODE_RECORDS) {
    return FailedPrecondition(
        Reason::kRecordsNeeded,
        absl::StrCat("of ", campaign.name(), " only counts are known; this needs whole ballots"),
        {{"campaign", campaign.name()}});
  }
  return data.ballots.Read(context, [&](sql::Tx& tx) -> absl::Status {
    ASSIGN_OR_RETURN(BoxTallies tallies, ReadTallies(tx, readable.form(), campaign.id()));
    RETURN_IF_ERROR(begin({.tallies = std::move(tallies.tallies), .revision = tallies.revision}));
    CodedBallot ballot;
    return ForEachRecord(tx, campaign.id(), "",
                         [&](absl::string_view stratum, absl::string_view packed) -> absl::Status {
                           RETURN_IF_ERROR(Unpack(readable.form(), packed, ballot));
                           each(stratum, ballot, packed);
                           return absl::OkStatus();
                         });
  });
}

}  // namespace tarazy::surveys
