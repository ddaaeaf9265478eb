#include "services/notifications/rpc/recipients_service.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "common/rpc/handle.h"
#include "common/rpc/page.h"
#include "common/rpc/resource_name.h"
#include "services/notifications/app/notices/redrive.h"
#include "services/notifications/app/people/recipients.h"
#include "services/notifications/app/people/visible_recipient.h"
#include "services/notifications/rpc/caller.h"
#include "services/notifications/store/recipient_store.h"

namespace tarazy::notifications {
namespace {

// Stands for a new secret in the answer that is kept for repeats: the secret itself is kept sealed.
constexpr char kToBeTold[] = "whsec_";

// The id of a recipient whom the caller may see to: the agency's people to all, everybody else to
// himself.
absl::StatusOr<std::string> OwnRecipient(sql::Tx& tx, const rpc::Call& call,
                                         absl::string_view field, absl::string_view name) {
  ASSIGN_OR_RETURN(const std::string id, rpc::ParseId(field, "recipients/*", name));
  Visitor visitor = VisitorOf(call);
  visitor.administrator =
      visitor.administrator || call.principal.role == common::v1::ROLE_METHODOLOGIST;
  ASSIGN_OR_RETURN(const v1::Recipient recipient, VisibleRecipient(tx, visitor, id));
  return recipient.id();
}

// The recipient of "recipients/…/endpoint".
absl::StatusOr<std::string> OwnerOf(sql::Tx& tx, const rpc::Call& call, absl::string_view name) {
  absl::string_view recipient = name;
  if (!absl::ConsumeSuffix(&recipient, "/endpoint")) {
    return InvalidField("name", "is recipients/*/endpoint");
  }
  return OwnRecipient(tx, call, "name", recipient);
}

}  // namespace

template <typename Response>
absl::Status RecipientsService::TellSecret(const rpc::Call& call, Response* response) {
  if (response->secret().empty()) return absl::OkStatus();
  return database_.Read(call, [&](sql::Tx& tx) -> absl::Status {
    ASSIGN_OR_RETURN(const std::string id, OwnerOf(tx, call, response->endpoint().name()));
    ASSIGN_OR_RETURN(*response->mutable_secret(), SecretOf(tx, id, sealer_));
    return absl::OkStatus();
  });
}

grpc::Status RecipientsService::PutRecipient(grpc::ServerContext* context,
                                             const v1::PutRecipientRequest* request,
                                             v1::PutRecipientResponse* response) {
  return rpc::HandleMutation(runtime_, context, database_, *request, response,
                             [&](const rpc::Call& call, sql::Tx& tx) -> absl::Status {
                               ASSIGN_OR_RETURN(*response->mutable_recipient(),
                                                StoreRecipient(tx, request->recipient(), call.now));
                               return absl::OkStatus();
                             });
}

grpc::Status RecipientsService::GetRecipient(grpc::ServerContext* context,
                                             const v1::GetRecipientRequest* request,
                                             v1::GetRecipientResponse* response) {
  return rpc::Handle(runtime_, context, *request, [&](const rpc::Call& call) -> absl::Status {
    return database_.Read(call, [&](sql::Tx& tx) -> absl::Status {
      ASSIGN_OR_RETURN(const std::string id, OwnRecipient(tx, call, "name", request->name()));
      ASSIGN_OR_RETURN(*response->mutable_recipient(), LoadRecipient(tx, id));
      return absl::OkStatus();
    });
  });
}

grpc::Status RecipientsService::ListRecipients(grpc::ServerContext* context,
                                               const v1::ListRecipientsRequest* request,
                                               v1::ListRecipientsResponse* response) {
  return rpc::Handle(runtime_, context, *request, [&](const rpc::Call& call) -> absl::Status {
    ASSIGN_OR_RETURN(const rpc::Page page, runtime_.pages.Open(*request, 1));
    std::vector<v1::Recipient> recipients;
    RETURN_IF_ERROR(database_.Read(call, [&](sql::Tx& tx) -> absl::Status {
      ASSIGN_OR_RETURN(recipients, tarazy::notifications::ListRecipients(
                                       tx, page.first() ? "" : page.after[0], page.size + 1));
      return absl::OkStatus();
    }));
    if (recipients.size() > static_cast<size_t>(page.size)) {
      recipients.pop_back();
      response->set_next_page_token(runtime_.pages.Next(*request, {recipients.back().id()}));
    }
    *response->mutable_recipients() = {recipients.begin(), recipients.end()};
    return absl::OkStatus();
  });
}

grpc::Status RecipientsService::SetPreference(grpc::ServerContext* context,
                                              const v1::SetPreferenceRequest* request,
                                              v1::SetPreferenceResponse* response) {
  return rpc::HandleMutation(
      runtime_, context, database_, *request, response,
      [&](const rpc::Call& call, sql::Tx& tx) -> absl::Status {
        ASSIGN_OR_RETURN(const std::string id, OwnRecipient(tx, call, "name", request->name()));
        ASSIGN_OR_RETURN(
            *response->mutable_recipient(),
            tarazy::notifications::SetPreference(tx, id, request->preference(), call.now));
        return absl::OkStatus();
      });
}

grpc::Status RecipientsService::PutEndpoint(grpc::ServerContext* context,
                                            const v1::PutEndpointRequest* request,
                                            v1::PutEndpointResponse* response) {
  return rpc::Handle(runtime_, context, *request, [&](const rpc::Call& call) -> absl::Status {
    RETURN_IF_ERROR(CheckEndpointUrl(request->url(), webhooks_));
    RETURN_IF_ERROR(
        rpc::Mutate(call, database_, *request, response, [&](sql::Tx& tx) -> absl::Status {
          ASSIGN_OR_RETURN(const std::string id,
                           OwnRecipient(tx, call, "recipient", request->recipient()));
          ASSIGN_OR_RETURN(ChangedEndpoint changed,
                           StoreEndpoint(tx, id, request->url(), request->disabled(),
                                         webhooks_.policy, sealer_, call.now));
          *response->mutable_endpoint() = std::move(changed.endpoint);
          response->set_secret(changed.new_secret ? kToBeTold : "");
          return absl::OkStatus();
        }));
    return TellSecret(call, response);
  });
}

grpc::Status RecipientsService::RotateSecret(grpc::ServerContext* context,
                                             const v1::RotateSecretRequest* request,
                                             v1::RotateSecretResponse* response) {
  return rpc::Handle(runtime_, context, *request, [&](const rpc::Call& call) -> absl::Status {
    RETURN_IF_ERROR(
        rpc::Mutate(call, database_, *request, response, [&](sql::Tx& tx) -> absl::Status {
          ASSIGN_OR_RETURN(const std::string id, OwnerOf(tx, call, request->name()));
          ASSIGN_OR_RETURN(ChangedEndpoint changed,
                           tarazy::notifications::RotateSecret(tx, id, sealer_, call.now));
          *response->mutable_endpoint() = std::move(changed.endpoint);
          response->set_secret(kToBeTold);
          return absl::OkStatus();
        }));
    return TellSecret(call, response);
  });
}

grpc::Status RecipientsService::GetEndpoint(grpc::ServerContext* context,
                                            const v1::GetEndpointRequest* request,
                                            v1::GetEndpointResponse* response) {
  return rpc::Handle(runtime_, context, *request, [&](const rpc::Call& call) -> absl::Status {
    return database_.Read(call, [&](sql::Tx& tx) -> absl::Status {
      ASSIGN_OR_RETURN(const std::string id, OwnerOf(tx, call, request->name()));
      ASSIGN_OR_RETURN(*response->mutable_endpoint(), LoadEndpoint(tx, id));
      return absl::OkStatus();
    });
  });
}

grpc::Status RecipientsService::ListSuppressions(grpc::ServerContext* context,
                                                 const v1::ListSuppressionsRequest* request,
                                                 v1::ListSuppressionsResponse* response) {
  return rpc::Handle(runtime_, context, *request, [&](const rpc::Call& call) -> absl::Status {
    ASSIGN_OR_RETURN(const rpc::Page page, runtime_.pages.Open(*request, 1));
    std::vector<v1::Suppression> suppressions;
    RETURN_IF_ERROR(database_.Read(call, [&](sql::Tx& tx) -> absl::Status {
      ASSIGN_OR_RETURN(suppressions, tarazy::notifications::ListSuppressions(
                                         tx, page.first() ? "" : page.after[0], page.size + 1));
      return absl::OkStatus();
    }));
    if (suppressions.size() > static_cast<size_t>(page.size)) {
      suppressions.pop_back();
      response->set_next_page_token(runtime_.pages.Next(*request, {suppressions.back().address()}));
    }
    *response->mutable_suppressions() = {suppressions.begin(), suppressions.end()};
    return absl::OkStatus();
  });
}

grpc::Status RecipientsService::LiftSuppression(grpc::ServerContext* context,
                                                const v1::LiftSuppressionRequest* request,
                                                v1::LiftSuppressionResponse* response) {
  return rpc::HandleMutation(
      runtime_, context, database_, *request, response,
      [&](const rpc::Call&, sql::Tx& tx) -> absl::Status {
        ASSIGN_OR_RETURN(const auto suppression, FindSuppression(tx, request->address()));
        if (!suppression.has_value()) return NotFound("suppressed address", request->address());
        *response->mutable_since() = suppression->time();
        return tarazy::notifications::LiftSuppression(tx, request->address());
      });
}

grpc::Status RecipientsService::ReportBounce(grpc::ServerContext* context,
                                             const v1::ReportBounceRequest* request,
                                             v1::ReportBounceResponse* response) {
  return rpc::HandleMutation(runtime_, context, database_, *request, response,
                             [&](const rpc::Call& call, sql::Tx& tx) -> absl::Status {
                               ASSIGN_OR_RETURN(
                                   const NotedBounce noted,
                                   NoteBounce(tx, request->message(), letters_, call.now));
                               response->set_delivery(absl::StrCat("deliveries/", noted.delivery));
                               response->set_suppressed(noted.suppressed);
                               return absl::OkStatus();
                             });
}

}  // namespace tarazy::notifications
