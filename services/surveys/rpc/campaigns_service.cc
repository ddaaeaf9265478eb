#include "services/surveys/rpc/campaigns_service.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "common/rpc/handle.h"
#include "common/rpc/idempotency.h"
#include "common/rpc/page.h"
#include "common/rpc/resource_name.h"
#include "common/rpc/values.h"
#include "services/surveys/app/lifecycle/close_campaign.h"
#include "services/surveys/app/lifecycle/open_campaign.h"
#include "services/surveys/app/lifecycle/participation.h"
#include "services/surveys/app/lifecycle/remind.h"
#include "services/surveys/rpc/caller.h"
#include "services/surveys/store/control/campaign_store.h"

namespace tarazy::surveys {
namespace {

constexpr char kPattern[] = "campaigns/*";

// Participation has an RPC of its own, which tells everybody less than it tells staff.
v1::Campaign ToProto(const StoredCampaign& stored, absl::Time now) {
  v1::Campaign campaign = stored.campaign;
  campaign.set_state(StateOf(stored, now));
  *campaign.mutable_create_time() = rpc::ToProto(stored.created);
  if (stored.closed.has_value()) *campaign.mutable_close_time() = rpc::ToProto(*stored.closed);
  campaign.set_etag(absl::StrCat(static_cast<int>(stored.stage)));
  return campaign;
}

}  // namespace

template <typename Request, typename Response>
absl::Status CampaignsService::OpenOnce(
    const rpc::Call& call, const Request& request, Response* response,
    absl::FunctionRef<absl::StatusOr<v1::Campaign>(sql::Tx&)> prepare) {
  ASSIGN_OR_RETURN(const rpc::Once once, rpc::Once::For(call, request));
  bool repeated = false;
  OpenedCampaign opened;
  RETURN_IF_ERROR(data_.control.Read(call, [&](sql::Tx& tx) -> absl::Status {
    ASSIGN_OR_RETURN(repeated, once.Recall(tx, response));
    if (repeated) return absl::OkStatus();
    ASSIGN_OR_RETURN(v1::Campaign campaign, prepare(tx));
    ASSIGN_OR_RETURN(opened, PrepareCampaign(tx, std::move(campaign), call.now));
    return absl::OkStatus();
  }));
  if (repeated) return absl::OkStatus();
  *response->mutable_campaign() = opened.campaign;
  *response->mutable_warnings() = {opened.warnings.begin(), opened.warnings.end()};
  if (once.validate_only()) return absl::OkStatus();
  return surveys::OpenCampaign(
      call, data_, secret_, opened, PersonOf(call), call.now, [&](sql::Tx& tx) -> absl::Status {
        ASSIGN_OR_RETURN(const StoredCampaign stored, LoadCampaign(tx, opened.campaign.id()));
        *response->mutable_campaign() = ToProto(stored, call.now);
        return once.Remember(tx, *response, call.now);
      });
}

grpc::Status CampaignsService::OpenCampaign(grpc::ServerContext* context,
                                            const v1::OpenCampaignRequest* request,
                                            v1::OpenCampaignResponse* response) {
  return rpc::Handle(runtime_, context, *request, [&](const rpc::Call& call) {
    return OpenOnce(call, *request, response,
                    [&](sql::Tx&) -> absl::StatusOr<v1::Campaign> { return request->campaign(); });
  });
}

grpc::Status CampaignsService::OpenNextWave(grpc::ServerContext* context,
                                            const v1::OpenNextWaveRequest* request,
                                            v1::OpenNextWaveResponse* response) {
  return rpc::Handle(runtime_, context, *request, [&](const rpc::Call& call) {
    return OpenOnce(call, *request, response, [&](sql::Tx& tx) -> absl::StatusOr<v1::Campaign> {
      ASSIGN_OR_RETURN(const std::string previous,
                       rpc::ParseId("previous", kPattern, request->previous()));
      ASSIGN_OR_RETURN(const StoredCampaign stored, LoadCampaign(tx, previous));
      return NextWave(stored.campaign, request->id(), request->wave(), request->window(),
                      request->strata());
    });
  });
}

grpc::Status CampaignsService::GetCampaign(grpc::ServerContext* context,
                                           const v1::GetCampaignRequest* request,
                                           v1::GetCampaignResponse* response) {
  return rpc::Handle(runtime_, context, *request, [&](const rpc::Call& call) -> absl::Status {
    ASSIGN_OR_RETURN(const std::string id, rpc::ParseId("name", kPattern, request->name()));
    return data_.control.Read(call, [&](sql::Tx& tx) -> absl::Status {
      ASSIGN_OR_RETURN(const StoredCampaign stored, LoadCampaign(tx, id));
      *response->mutable_campaign() = ToProto(stored, call.now);
      return absl::OkStatus();
    });
  });
}

grpc::Status CampaignsService::ListCampaigns(grpc::ServerContext* context,
                                             const v1::ListCampaignsRequest* request,
                                             v1::ListCampaignsResponse* response) {
  return rpc::Handle(runtime_, context, *request, [&](const rpc::Call& call) -> absl::Status {
    ASSIGN_OR_RETURN(const rpc::Page page, runtime_.pages.Open(*request, 1));
    std::vector<StoredCampaign> campaigns;
    RETURN_IF_ERROR(data_.control.Read(call, [&](sql::Tx& tx) -> absl::Status {
      ASSIGN_OR_RETURN(campaigns,
                       surveys::ListCampaigns(tx, request->series(),
                                              page.first() ? "" : page.after[0], page.size + 1));
      return absl::OkStatus();
    }));
    if (campaigns.size() > static_cast<size_t>(page.size)) {
      campaigns.pop_back();
      response->set_next_page_token(
          runtime_.pages.Next(*request, {campaigns.back().campaign.id()}));
    }
    for (const StoredCampaign& stored : campaigns) {
      v1::Campaign& campaign = *response->add_campaigns();
      campaign = ToProto(stored, call.now);
      campaign.clear_strata();
    }
    return absl::OkStatus();
  });
}

grpc::Status CampaignsService::CloseCampaign(grpc::ServerContext* context,
                                             const v1::CloseCampaignRequest* request,
                                             v1::CloseCampaignResponse* response) {
  return rpc::Handle(runtime_, context, *request, [&](const rpc::Call& call) -> absl::Status {
    ASSIGN_OR_RETURN(const std::string id, rpc::ParseId("name", kPattern, request->name()));
    ASSIGN_OR_RETURN(const rpc::Once once, rpc::Once::For(call, *request));
    bool repeated = false;
    RETURN_IF_ERROR(data_.control.Read(call, [&](sql::Tx& tx) -> absl::Status {
      ASSIGN_OR_RETURN(repeated, once.Recall(tx, response));
      return absl::OkStatus();
    }));
    if (repeated) return absl::OkStatus();
    return surveys::CloseCampaign(call, data_, campaigns_, sealer_, id, PersonOf(call), call.now,
                                  [&](sql::Tx& tx, const StoredCampaign& closed) -> absl::Status {
                                    *response->mutable_campaign() = ToProto(closed, call.now);
                                    return once.Remember(tx, *response, call.now);
                                  })
        .status();
  });
}

grpc::Status CampaignsService::GetParticipation(grpc::ServerContext* context,
                                                const v1::GetParticipationRequest* request,
                                                v1::GetParticipationResponse* response) {
  return rpc::Handle(runtime_, context, *request, [&](const rpc::Call& call) -> absl::Status {
    ASSIGN_OR_RETURN(const std::string id, rpc::ParseId("name", kPattern, request->name()));
    StoredCampaign stored;
    RETURN_IF_ERROR(data_.control.Read(call, [&](sql::Tx& tx) -> absl::Status {
      ASSIGN_OR_RETURN(stored, LoadCampaign(tx, id));
      return absl::OkStatus();
    }));
    const bool frozen = stored.stage == CampaignStage::kClosed;
    if (!frozen && !IsStaff(call)) {
      return FailedPrecondition(Reason::kResultsNotYet,
                                "participation is shown to everybody once the campaign is closed");
    }
    ASSIGN_OR_RETURN(v1::ParticipationReport report, ParticipationOf(call, data_, stored));
    *response->mutable_participation() =
        IsStaff(call) ? std::move(report) : ForEverybody(std::move(report), stored.campaign);
    response->mutable_participation()->set_frozen(frozen);
    return absl::OkStatus();
  });
}

grpc::Status CampaignsService::RemindCampaign(grpc::ServerContext* context,
                                              const v1::RemindCampaignRequest* request,
                                              v1::RemindCampaignResponse* response) {
  return rpc::Handle(runtime_, context, *request, [&](const rpc::Call& call) -> absl::Status {
    ASSIGN_OR_RETURN(const std::string id, rpc::ParseId("name", kPattern, request->name()));
    ASSIGN_OR_RETURN(const rpc::Once once, rpc::Once::For(call, *request));
    bool repeated = false;
    StoredCampaign stored;
    RETURN_IF_ERROR(data_.control.Read(call, [&](sql::Tx& tx) -> absl::Status {
      ASSIGN_OR_RETURN(repeated, once.Recall(tx, response));
      if (repeated) return absl::OkStatus();
      ASSIGN_OR_RETURN(stored, LoadCampaign(tx, id));
      return absl::OkStatus();
    }));
    if (repeated) return absl::OkStatus();
    const std::vector<std::string> strata(request->strata().begin(), request->strata().end());
    ASSIGN_OR_RETURN(const Reminder reminder,
                     PrepareReminder(call, data_, stored, strata, call.now));
    return data_.control.Write(call, [&](sql::Tx& tx) -> absl::Status {
      response->Clear();
      ASSIGN_OR_RETURN(repeated, once.Recall(tx, response));
      if (repeated) return absl::OkStatus();
      RETURN_IF_ERROR(PublishReminder(tx, stored.campaign, strata, reminder, call.now));
      response->set_batch(reminder.batch);
      if (reminder.people.has_value()) response->set_people(*reminder.people);
      return once.Remember(tx, *response, call.now);
    });
  });
}

}  // namespace tarazy::surveys
