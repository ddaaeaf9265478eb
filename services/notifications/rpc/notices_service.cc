#include "services/notifications/rpc/notices_service.h"

#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/failpoint.h"
#include "common/base/status_macros.h"
#include "common/rpc/handle.h"
#include "common/rpc/page.h"
#include "common/rpc/resource_name.h"
#include "common/rpc/values.h"
#include "services/notifications/app/notices/make_notice.h"
#include "services/notifications/app/notices/redrive.h"
#include "services/notifications/app/proof/proofs.h"
#include "services/notifications/rpc/publish_request.h"
#include "services/notifications/store/delivery_store.h"
#include "services/notifications/store/ladder_store.h"

namespace tarazy::notifications {

grpc::Status NoticesService::PublishNotice(grpc::ServerContext* context,
                                           const v1::PublishNoticeRequest* request,
                                           v1::PublishNoticeResponse* response) {
  const grpc::Status status = rpc::HandleMutation(
      runtime_, context, database_, *request, response,
      [&](const rpc::Call& call, sql::Tx& tx) -> absl::Status {
        ASSIGN_OR_RETURN(const std::vector<Announcement> announcements,
                         ReadPublishRequest(tx, *request, call.now));
        for (const Announcement& announcement : announcements) {
          RETURN_IF_ERROR(announcement.deadline.has_value()
                              ? PublishDeadline(tx, announcement, call.now)
                              : PublishAnnouncement(tx, announcement, call.now).status());
        }
        response->set_event(announcements.front().event);
        *response->mutable_time() = rpc::ToProto(announcements.front().release);
        return absl::OkStatus();
      });
  if (status.ok()) on_change_();
  return status;
}

grpc::Status NoticesService::GetDelivery(grpc::ServerContext* context,
                                         const v1::GetDeliveryRequest* request,
                                         v1::GetDeliveryResponse* response) {
  return rpc::Handle(runtime_, context, *request, [&](const rpc::Call& call) -> absl::Status {
    ASSIGN_OR_RETURN(const std::string id, rpc::ParseId("name", "deliveries/*", request->name()));
    return database_.Read(call, [&](sql::Tx& tx) -> absl::Status {
      ASSIGN_OR_RETURN(*response->mutable_delivery(), DescribeDelivery(tx, id));
      return absl::OkStatus();
    });
  });
}

grpc::Status NoticesService::ListDeliveries(grpc::ServerContext* context,
                                            const v1::ListDeliveriesRequest* request,
                                            v1::ListDeliveriesResponse* response) {
  return rpc::Handle(runtime_, context, *request, [&](const rpc::Call& call) -> absl::Status {
    ASSIGN_OR_RETURN(const rpc::Page page, runtime_.pages.Open(*request, 2));
    DeliveryFilter filter{
        .event = request->event(), .state = request->state(), .channel = request->channel()};
    if (!request->recipient().empty()) {
      ASSIGN_OR_RETURN(filter.recipient,
                       rpc::ParseId("recipient", "recipients/*", request->recipient()));
    }
    absl::Time before = call.now + absl::Hours(1);
    if (!page.first()) {
      int64_t micros = 0;
      if (!absl::SimpleAtoi(page.after[0], &micros)) return Internal("a bad cursor");
      before = sql::FromMicros(micros);
    }
    std::vector<v1::Delivery> deliveries;
    RETURN_IF_ERROR(database_.Read(call, [&](sql::Tx& tx) -> absl::Status {
      ASSIGN_OR_RETURN(deliveries,
                       tarazy::notifications::ListDeliveries(
                           tx, filter, before, page.first() ? "" : page.after[1], page.size + 1));
      return absl::OkStatus();
    }));
    if (deliveries.size() > static_cast<size_t>(page.size)) {
      deliveries.pop_back();
      const v1::Delivery& last = deliveries.back();
      ASSIGN_OR_RETURN(const absl::Time created, rpc::ParseTime("", last.create_time()));
      response->set_next_page_token(runtime_.pages.Next(
          *request,
          {absl::StrCat(sql::ToMicros(created)), last.name().substr(last.name().rfind('/') + 1)}));
    }
    *response->mutable_deliveries() = {deliveries.begin(), deliveries.end()};
    return absl::OkStatus();
  });
}

grpc::Status NoticesService::CountDeliveries(grpc::ServerContext* context,
                                             const v1::CountDeliveriesRequest* request,
                                             v1::CountDeliveriesResponse* response) {
  return rpc::Handle(runtime_, context, *request, [&](const rpc::Call& call) -> absl::Status {
    return database_.Read(call, [&](sql::Tx& tx) -> absl::Status {
      ASSIGN_OR_RETURN(const std::vector<DeliveryCount> counts,
                       tarazy::notifications::CountDeliveries(tx, request->event()));
      response->clear_counts();
      for (const DeliveryCount& count : counts) {
        v1::DeliveryCount& proto = *response->add_counts();
        proto.set_channel(count.channel);
        proto.set_state(count.state);
        proto.set_count(count.count);
      }
      return absl::OkStatus();
    });
  });
}

grpc::Status NoticesService::RedriveDelivery(grpc::ServerContext* context,
                                             const v1::RedriveDeliveryRequest* request,
                                             v1::RedriveDeliveryResponse* response) {
  const grpc::Status status = rpc::HandleMutation(
      runtime_, context, database_, *request, response,
      [&](const rpc::Call& call, sql::Tx& tx) -> absl::Status {
        ASSIGN_OR_RETURN(const std::string id,
                         rpc::ParseId("name", "deliveries/*", request->name()));
        RETURN_IF_ERROR(Redrive(tx, id, call.now));
        ASSIGN_OR_RETURN(*response->mutable_delivery(), DescribeDelivery(tx, id));
        return absl::OkStatus();
      });
  if (status.ok()) on_change_();
  return status;
}

grpc::Status NoticesService::ListLadders(grpc::ServerContext* context,
                                         const v1::ListLaddersRequest* request,
                                         v1::ListLaddersResponse* response) {
  return rpc::Handle(runtime_, context, *request, [&](const rpc::Call& call) -> absl::Status {
    ASSIGN_OR_RETURN(const rpc::Page page, runtime_.pages.Open(*request, 1));
    const bool own = call.principal.role == common::v1::ROLE_INSTITUTION;
    const std::string institution =
        own ? absl::StrCat("institutions/", call.principal.institution) : std::string();
    std::vector<v1::DeadlineLadder> ladders;
    RETURN_IF_ERROR(database_.Read(call, [&](sql::Tx& tx) -> absl::Status {
      ASSIGN_OR_RETURN(ladders, tarazy::notifications::ListLadders(
                                    tx, request->prefix(), institution,
                                    page.first() ? "" : page.after[0], page.size + 1));
      return absl::OkStatus();
    }));
    if (ladders.size() > static_cast<size_t>(page.size)) {
      ladders.pop_back();
      response->set_next_page_token(runtime_.pages.Next(*request, {ladders.back().deadline()}));
    }
    *response->mutable_ladders() = {ladders.begin(), ladders.end()};
    return absl::OkStatus();
  });
}

grpc::Status NoticesService::GetProof(grpc::ServerContext* context,
                                      const v1::GetProofRequest* request,
                                      v1::GetProofResponse* response) {
  return rpc::Handle(runtime_, context, *request, [&](const rpc::Call& call) -> absl::Status {
    ASSIGN_OR_RETURN(const std::string id, rpc::ParseId("name", "deliveries/*", request->name()));
    int sealed = 0;
    RETURN_IF_ERROR(database_.Write(call, [&](sql::Tx& tx) -> absl::Status {
      ASSIGN_OR_RETURN(sealed, SealThrough(tx, id, key_, kMostReceipts, call.now));
      return absl::OkStatus();
    }));
    if (sealed > 0) Failpoint("sealed");
    return database_.Read(call, [&](sql::Tx& tx) -> absl::Status {
      ASSIGN_OR_RETURN(*response->mutable_proof(), MakeProof(tx, id, key_));
      return absl::OkStatus();
    });
  });
}

}  // namespace tarazy::notifications
