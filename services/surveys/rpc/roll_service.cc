#include "services/surveys/rpc/roll_service.h"

#include <memory>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/rpc/handle.h"
#include "common/rpc/resource_name.h"
#include "services/surveys/app/roll/invite_people.h"
#include "services/surveys/app/roll/qr_code.h"
#include "services/surveys/domain/campaign/window.h"
#include "services/surveys/store/roll/roll_store.h"

namespace tarazy::surveys {
namespace {

constexpr char kPattern[] = "campaigns/*";
constexpr int kMostWithQr = 100;
constexpr int kReminded = 50;  // people in one answer
constexpr int kMostReminded = 200;
constexpr size_t kDayLength = 10;  // of "2023-04-26T12:00"

CampaignFinder FinderOf(RunningCampaigns& campaigns) {
  return [&campaigns](const Context& context,
                      absl::string_view id) -> absl::StatusOr<std::shared_ptr<const v1::Campaign>> {
    ASSIGN_OR_RETURN(const auto running, campaigns.Find(context, id));
    return std::shared_ptr<const v1::Campaign>(running, &running->campaign);
  };
}

std::vector<Invitee> FromProto(const v1::InvitePeopleRequest& request) {
  std::vector<Invitee> people;
  for (const v1::Invitee& person : request.people()) {
    people.push_back({.contact = person.contact(),
                      .stratum = person.stratum(),
                      .language = person.language(),
                      .test = person.test()});
  }
  return people;
}

}  // namespace

RollService::RollService(rpc::Runtime& runtime, sql::Database& roll, RunningCampaigns& campaigns,
                         const Secret& secret, std::string public_url)
    : runtime_(runtime),
      roll_(roll),
      campaigns_(campaigns),
      codes_(secret),
      positions_(secret, "surveys/reminder-positions"),
      tags_(secret.Derive("surveys/reminder-tags")),
      office_(roll, FinderOf(campaigns), secret),
      public_url_(absl::StripSuffix(public_url, "/")) {}

grpc::Status RollService::InvitePeople(grpc::ServerContext* context,
                                       const v1::InvitePeopleRequest* request,
                                       v1::InvitePeopleResponse* response) {
  return rpc::Handle(runtime_, context, *request, [&](const rpc::Call& call) -> absl::Status {
    ASSIGN_OR_RETURN(const std::string id, rpc::ParseId("campaign", kPattern, request->campaign()));
    if (request->qr() && request->people_size() > kMostWithQr) {
      return InvalidField("people", absl::StrCat("at most ", kMostWithQr, " with `qr`"));
    }
    ASSIGN_OR_RETURN(const auto running, campaigns_.Find(call, id));
    const std::vector<Invitee> people = FromProto(*request);
    // What is remembered of the answer is the entries' random ids: no code and no contact.
    RETURN_IF_ERROR(rpc::Mutate(call, roll_, *request, response, [&](sql::Tx& tx) -> absl::Status {
      ASSIGN_OR_RETURN(const std::vector<Invited> invited,
                       surveys::InvitePeople(tx, codes_, running->campaign, people, call.now));
      for (const Invited& one : invited) {
        v1::Ticket* ticket = response->add_tickets();
        ticket->set_code(Hex(one.entry));
        ticket->set_known(one.known);
      }
      return absl::OkStatus();
    }));
    return FillTickets(id, *request, response);
  });
}

absl::Status RollService::FillTickets(absl::string_view campaign,
                                      const v1::InvitePeopleRequest& request,
                                      v1::InvitePeopleResponse* response) const {
  if (response->tickets_size() != request.people_size()) {
    return Internal("a stored answer has another number of tickets");
  }
  for (int i = 0; i < request.people_size(); ++i) {
    v1::Ticket& ticket = *response->mutable_tickets(i);
    ticket.set_contact(request.people(i).contact());
    const std::string entry = absl::HexStringToBytes(ticket.code());
    ticket.clear_code();
    if (request.validate_only()) continue;
    ticket.set_code(codes_.CodeOf(campaign, entry));
    if (!public_url_.empty()) ticket.set_link(absl::StrCat(public_url_, "/t/", ticket.code()));
    if (!request.qr()) continue;
    ASSIGN_OR_RETURN(*ticket.mutable_qr_svg(),
                     QrSvg(ticket.link().empty() ? ticket.code() : ticket.link()));
  }
  return absl::OkStatus();
}

grpc::Status RollService::EraseInvitee(grpc::ServerContext* context,
                                       const v1::EraseInviteeRequest* request,
                                       v1::EraseInviteeResponse* response) {
  return rpc::HandleMutation(
      runtime_, context, roll_, *request, response,
      [&](const rpc::Call&, sql::Tx& tx) -> absl::Status {
        ASSIGN_OR_RETURN(const std::string id,
                         rpc::ParseId("campaign", kPattern, request->campaign()));
        RETURN_IF_ERROR(CheckText("contact", request->contact(), kMostContact));
        ASSIGN_OR_RETURN(const bool taken, EraseEntry(tx, id, request->contact()));
        response->set_taken(taken);
        return absl::OkStatus();
      });
}

grpc::Status RollService::ListReminded(grpc::ServerContext* context,
                                       const v1::ListRemindedRequest* request,
                                       v1::ListRemindedResponse* response) {
  return rpc::Handle(runtime_, context, *request, [&](const rpc::Call& call) -> absl::Status {
    ASSIGN_OR_RETURN(const std::string id, rpc::ParseId("campaign", kPattern, request->campaign()));
    ASSIGN_OR_RETURN(const auto running, campaigns_.Find(call, id));
    const std::string owner = absl::StrCat(id, "/", request->batch());
    std::string after;
    if (!request->position().empty()) {
      absl::StatusOr<std::string> opened = positions_.Open(request->position(), owner);
      if (!opened.ok()) return InvalidField("position", "is not one of this campaign and batch");
      after = *std::move(opened);
    }
    const int size = request->page_size() <= 0 ? kReminded : request->page_size();
    if (size > kMostReminded) {
      return InvalidField("page_size", absl::StrCat("at most ", kMostReminded));
    }
    const std::vector<std::string> strata(request->strata().begin(), request->strata().end());
    *response->mutable_title() = running->campaign.title();
    response->set_closes(running->campaign.window().closes().substr(0, kDayLength));
    // The roll is open until the grace ends, and tickets are not taken any more.
    if (StateAt(running->campaign, call.now) != v1::CAMPAIGN_STATE_OPEN) return absl::OkStatus();
    std::vector<RollEntry> entries;
    RETURN_IF_ERROR(roll_.Read(call, [&](sql::Tx& tx) -> absl::Status {
      ASSIGN_OR_RETURN(entries, NotTaken(tx, id, strata, after, size));
      return absl::OkStatus();
    }));
    for (const RollEntry& entry : entries) {
      v1::Reminded& person = *response->add_people();
      const std::string code = codes_.CodeOf(id, entry.id);
      person.set_contact(entry.contact);
      person.set_language(entry.language);
      person.set_link(public_url_.empty() ? code : absl::StrCat(public_url_, "/t/", code));
      person.set_tag(absl::BytesToHexString(HmacOfParts(tags_, {owner, entry.id}).substr(0, 16)));
      person.set_position(positions_.Seal(entry.id, owner));
    }
    return absl::OkStatus();
  });
}

grpc::Status RollService::LookAtTicket(grpc::ServerContext* context,
                                       const v1::LookAtTicketRequest* request,
                                       v1::LookAtTicketResponse* response) {
  return rpc::Handle(runtime_, context, *request, [&](const rpc::Call& call) -> absl::Status {
    ASSIGN_OR_RETURN(TicketView view, office_.LookAt(call, request->ticket()));
    response->set_campaign(absl::StrCat("campaigns/", view.ticket.campaign));
    response->set_stratum(view.ticket.stratum);
    response->set_public_key(std::move(view.public_key));
    response->set_taken(view.ticket.taken);
    response->set_test(view.ticket.test);
    response->set_language(view.ticket.language);
    return absl::OkStatus();
  });
}

grpc::Status RollService::ExchangeTicket(grpc::ServerContext* context,
                                         const v1::ExchangeTicketRequest* request,
                                         v1::ExchangeTicketResponse* response) {
  return rpc::Handle(runtime_, context, *request, [&](const rpc::Call& call) -> absl::Status {
    ASSIGN_OR_RETURN(
        *response->mutable_blind_signature(),
        office_.Exchange(call, request->ticket(), request->blinded_message(), call.now));
    return absl::OkStatus();
  });
}

}  // namespace tarazy::surveys
