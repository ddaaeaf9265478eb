// RollService over gRPC.
#pragma once

#include <string>

#include "common/base/seal.h"
#include "common/rpc/runtime.h"
#include "common/sql/database.h"
#include "services/surveys/app/campaigns/running_campaigns.h"
#include "services/surveys/app/roll/ticket_code.h"
#include "services/surveys/app/roll/ticket_office.h"
#include "tarazy/surveys/v1/roll_service.grpc.pb.h"

namespace tarazy::surveys {

class RollService final : public v1::RollService::Service {
 public:
  // `public_url` as in the configuration; empty: tickets have no link.
  RollService(rpc::Runtime& runtime, sql::Database& roll, RunningCampaigns& campaigns,
              const Secret& secret, std::string public_url);

  grpc::Status InvitePeople(grpc::ServerContext* context, const v1::InvitePeopleRequest* request,
                            v1::InvitePeopleResponse* response) override;
  grpc::Status EraseInvitee(grpc::ServerContext* context, const v1::EraseInviteeRequest* request,
                            v1::EraseInviteeResponse* response) override;
  grpc::Status ListReminded(grpc::ServerContext* context, const v1::ListRemindedRequest* request,
                            v1::ListRemindedResponse* response) override;
  grpc::Status LookAtTicket(grpc::ServerContext* context, const v1::LookAtTicketRequest* request,
                            v1::LookAtTicketResponse* response) override;
  grpc::Status ExchangeTicket(grpc::ServerContext* context,
                              const v1::ExchangeTicketRequest* request,
                              v1::ExchangeTicketResponse* response) override;

 private:
  // Puts into the tickets what is never stored: who they are for, codes, links, pictures.
  absl::Status FillTickets(absl::string_view campaign, const v1::InvitePeopleRequest& request,
                           v1::InvitePeopleResponse* response) const;

  rpc::Runtime& runtime_;
  sql::Database& roll_;
  RunningCampaigns& campaigns_;
  const TicketCodes codes_;
  const Sealer positions_;
  const std::string tags_;  // the key of the tags of reminders
  TicketOffice office_;
  const std::string public_url_;
};

}  // namespace tarazy::surveys
