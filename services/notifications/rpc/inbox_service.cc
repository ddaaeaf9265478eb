#include "services/notifications/rpc/inbox_service.h"

#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/base/status_macros.h"
#include "common/rpc/handle.h"
#include "common/rpc/page.h"
#include "common/rpc/resource_name.h"
#include "services/notifications/app/people/inbox_actions.h"
#include "services/notifications/rpc/caller.h"
#include "services/notifications/rpc/inbox_item.h"

namespace tarazy::notifications {
namespace {

using Action = absl::StatusOr<StoredItem> (*)(sql::Tx&, const InboxAct&);

// MarkRead and Acknowledge: their requests and responses are alike.
template <typename Request, typename Response>
grpc::Status Act(rpc::Runtime& runtime, sql::Database& database, grpc::ServerContext* context,
                 const Request& request, Response* response, Action action) {
  return rpc::HandleMutation(
      runtime, context, database, request, response,
      [&](const rpc::Call& call, sql::Tx& tx) -> absl::Status {
        ASSIGN_OR_RETURN(const std::string id,
                         rpc::ParseId("recipient", "recipients/*", request.recipient()));
        ASSIGN_OR_RETURN(const std::string delivery,
                         rpc::ParseId("delivery", "deliveries/*", request.delivery()));
        ASSIGN_OR_RETURN(const v1::Recipient recipient, RecipientHimself(tx, VisitorOf(call), id));
        const std::string person = PersonOf(call);
        ASSIGN_OR_RETURN(StoredItem item, action(tx, {.recipient = recipient.id(),
                                                      .delivery = delivery,
                                                      .by = person,
                                                      .now = call.now}));
        *response->mutable_item() = ToProto(runtime.pages, std::move(item));
        return absl::OkStatus();
      });
}

}  // namespace

grpc::Status InboxService::ListInbox(grpc::ServerContext* context,
                                     const v1::ListInboxRequest* request,
                                     v1::ListInboxResponse* response) {
  return rpc::Handle(runtime_, context, *request, [&](const rpc::Call& call) -> absl::Status {
    ASSIGN_OR_RETURN(const std::string id,
                     rpc::ParseId("recipient", "recipients/*", request->recipient()));
    ASSIGN_OR_RETURN(const rpc::Page page, runtime_.pages.Open(*request, 1));
    int64_t before = std::numeric_limits<int64_t>::max();
    if (!page.first() && !absl::SimpleAtoi(page.after[0], &before)) before = 0;
    std::vector<StoredItem> items;
    RETURN_IF_ERROR(database_.Read(call, [&](sql::Tx& tx) -> absl::Status {
      ASSIGN_OR_RETURN(const v1::Recipient recipient, VisibleRecipient(tx, VisitorOf(call), id));
      ASSIGN_OR_RETURN(items,
                       ItemsBefore(tx, recipient.id(), before, request->unread(), page.size + 1));
      return absl::OkStatus();
    }));
    const bool more = items.size() > static_cast<size_t>(page.size);
    if (more) {
      items.pop_back();
      response->set_next_page_token(
          runtime_.pages.Next(*request, {absl::StrCat(items.back().number)}));
    }
    for (StoredItem& item : items) {
      *response->add_items() = ToProto(runtime_.pages, std::move(item));
    }
    return absl::OkStatus();
  });
}

grpc::ServerWriteReactor<v1::WatchInboxResponse>* InboxService::WatchInbox(
    grpc::CallbackServerContext* context, const v1::WatchInboxRequest* request) {
  return feed_.Watch(context, request);
}

grpc::Status InboxService::MarkRead(grpc::ServerContext* context,
                                    const v1::MarkReadRequest* request,
                                    v1::MarkReadResponse* response) {
  return Act(runtime_, database_, context, *request, response, notifications::MarkRead);
}

grpc::Status InboxService::Acknowledge(grpc::ServerContext* context,
                                       const v1::AcknowledgeRequest* request,
                                       v1::AcknowledgeResponse* response) {
  return Act(runtime_, database_, context, *request, response, notifications::Acknowledge);
}

}  // namespace tarazy::notifications
