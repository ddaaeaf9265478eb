// RecipientsService over gRPC.
#pragma once

#include "common/base/seal.h"
#include "common/rpc/call.h"
#include "common/rpc/runtime.h"
#include "common/sql/database.h"
#include "services/notifications/app/notices/letter_id.h"
#include "services/notifications/app/people/recipients.h"
#include "tarazy/notifications/v1/recipients_service.grpc.pb.h"

namespace tarazy::notifications {

class RecipientsService final : public v1::RecipientsService::Service {
 public:
  RecipientsService(rpc::Runtime& runtime, sql::Database& database, const Sealer& sealer,
                    const LetterIds& letters, const WebhookOptions& webhooks)
      : runtime_(runtime),
        database_(database),
        sealer_(sealer),
        letters_(letters),
        webhooks_(webhooks) {}

  grpc::Status PutRecipient(grpc::ServerContext* context, const v1::PutRecipientRequest* request,
                            v1::PutRecipientResponse* response) override;
  grpc::Status GetRecipient(grpc::ServerContext* context, const v1::GetRecipientRequest* request,
                            v1::GetRecipientResponse* response) override;
  grpc::Status ListRecipients(grpc::ServerContext* context,
                              const v1::ListRecipientsRequest* request,
                              v1::ListRecipientsResponse* response) override;
  grpc::Status SetPreference(grpc::ServerContext* context, const v1::SetPreferenceRequest* request,
                             v1::SetPreferenceResponse* response) override;
  grpc::Status PutEndpoint(grpc::ServerContext* context, const v1::PutEndpointRequest* request,
                           v1::PutEndpointResponse* response) override;
  grpc::Status RotateSecret(grpc::ServerContext* context, const v1::RotateSecretRequest* request,
                            v1::RotateSecretResponse* response) override;
  grpc::Status GetEndpoint(grpc::ServerContext* context, const v1::GetEndpointRequest* request,
                           v1::GetEndpointResponse* response) override;
  grpc::Status ListSuppressions(grpc::ServerContext* context,
                                const v1::ListSuppressionsRequest* request,
                                v1::ListSuppressionsResponse* response) override;
  grpc::Status LiftSuppression(grpc::ServerContext* context,
                               const v1::LiftSuppressionRequest* request,
                               v1::LiftSuppressionResponse* response) override;
  grpc::Status ReportBounce(grpc::ServerContext* context, const v1::ReportBounceRequest* request,
                            v1::ReportBounceResponse* response) override;

 private:
  // Puts the secret into an answer that is to tell it.
  template <typename Response>
  absl::Status TellSecret(const rpc::Call& call, Response* response);

  rpc::Runtime& runtime_;
  sql::Database& database_;
  const Sealer& sealer_;
  const LetterIds& letters_;
  const WebhookOptions& webhooks_;
};

}  // namespace tarazy::notifications
