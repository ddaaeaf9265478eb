#include "services/surveys/app/roll/ticket_office.h"

#include <optional>

#include "common/base/error.h"
#include "common/base/sha256.h"
#include "common/base/status_macros.h"
#include "services/surveys/app/roll/make_keys.h"
#include "services/surveys/app/roll/ticket_code.h"
#include "services/surveys/domain/campaign/window.h"

namespace tarazy::surveys {
namespace {

absl::Status TicketTaken() {
  return FailedPrecondition(Reason::kTicketTaken,
                            "the ticket was taken before, with another voucher");
}

}  // namespace

absl::StatusOr<FoundTicket> TicketOffice::Find(const Context& context, absl::string_view digest) {
  std::optional<FoundTicket> ticket;
  RETURN_IF_ERROR(roll_.Read(context, [&](sql::Tx& tx) -> absl::Status {
    ASSIGN_OR_RETURN(ticket, FindTicket(tx, digest));
    return absl::OkStatus();
  }));
  if (!ticket.has_value()) return TicketUnknown();
  return *std::move(ticket);
}

absl::StatusOr<TicketView> TicketOffice::LookAt(const Context& context, absl::string_view code) {
  const std::optional<std::string> read = ReadTicketCode(code);
  if (!read.has_value()) return TicketUnknown();
  TicketView view;
  RETURN_IF_ERROR(roll_.Read(context, [&](sql::Tx& tx) -> absl::Status {
    ASSIGN_OR_RETURN(std::optional<FoundTicket> ticket, FindTicket(tx, TicketDigest(*read)));
    if (!ticket.has_value()) return TicketUnknown();
    ASSIGN_OR_RETURN(StratumKey key, LoadKey(tx, ticket->campaign, ticket->stratum));
    view = {.ticket = *std::move(ticket), .public_key = std::move(key.public_key)};
    return absl::OkStatus();
  }));
  return view;
}

absl::StatusOr<std::string> TicketOffice::Exchange(const Context& context, absl::string_view code,
                                                   absl::string_view blinded_message,
                                                   absl::Time now) {
  const std::optional<std::string> read = ReadTicketCode(code);
  const std::string digest = read.has_value() ? TicketDigest(*read) : "";
  const absl::StatusOr<FoundTicket> found =
      read.has_value() ? Find(context, digest) : absl::StatusOr<FoundTicket>(TicketUnknown());
  if (absl::IsNotFound(found.status())) RETURN_IF_ERROR(attempts_.Unknown(now));
  RETURN_IF_ERROR(found.status());
  RETURN_IF_ERROR(attempts_.Known(digest, now));
  const std::string blinded_digest = Sha256Of(blinded_message);
  const bool repeated = found->taken && found->blinded_digest == blinded_digest;
  RETURN_IF_ERROR(CheckOpen(context, *found, repeated, now));
  if (found->taken && !repeated) return TicketTaken();
  ASSIGN_OR_RETURN(const auto key, KeyOf(context, *found));
  // Before it is taken: a voucher that cannot be signed takes nothing. The signature leaves only
  // when the ticket is taken for good.
  ASSIGN_OR_RETURN(std::string signature, key->SignBlinded(blinded_message));
  if (repeated) return signature;
  Taking taking = Taking::kFirst;
  RETURN_IF_ERROR(roll_.Write(context, [&](sql::Tx& tx) -> absl::Status {
    ASSIGN_OR_RETURN(taking, TakeTicket(tx, digest, blinded_digest));
    return absl::OkStatus();
  }));
  if (taking == Taking::kByAnother) return TicketTaken();
  return signature;
}

absl::Status TicketOffice::CheckOpen(const Context& context, const FoundTicket& ticket,
                                     bool repeated, absl::Time now) {
  if (ticket.closed) {
    Forget(ticket.campaign);
    return RollIsClosed();
  }
  ASSIGN_OR_RETURN(const auto campaign, campaigns_(context, ticket.campaign));
  switch (StateAt(*campaign, now)) {
    case v1::CAMPAIGN_STATE_OPEN:
      return absl::OkStatus();
    case v1::CAMPAIGN_STATE_SCHEDULED:
      return FailedPrecondition(Reason::kCampaignState, "the campaign is not open yet");
    case v1::CAMPAIGN_STATE_GRACE:
      if (repeated) return absl::OkStatus();
      return FailedPrecondition(Reason::kCampaignState,
                                "tickets are not taken any more; who has exchanged his may still "
                                "send his answers");
    default:
      return RollIsClosed();
  }
}

absl::StatusOr<std::shared_ptr<const BlindRsaKey>> TicketOffice::KeyOf(const Context& context,
                                                                       const FoundTicket& ticket) {
  std::pair<std::string, std::string> name(ticket.campaign, ticket.stratum);
  {
    MutexLock lock(mutex_);
    const auto known = keys_.find(name);
    if (known != keys_.end()) return known->second;
  }
  StratumKey sealed;
  RETURN_IF_ERROR(roll_.Read(context, [&](sql::Tx& tx) -> absl::Status {
    ASSIGN_OR_RETURN(const bool closed, RollClosed(tx, ticket.campaign));
    if (closed) return RollIsClosed();
    ASSIGN_OR_RETURN(sealed, LoadKey(tx, ticket.campaign, ticket.stratum));
    return absl::OkStatus();
  }));
  ASSIGN_OR_RETURN(BlindRsaKey key, OpenKey(secret_, ticket.campaign, sealed));
  auto shared = std::make_shared<const BlindRsaKey>(std::move(key));
  MutexLock lock(mutex_);
  if (keys_.size() >= kMostKeys) keys_.clear();
  return keys_.emplace(std::move(name), std::move(shared)).first->second;
}

void TicketOffice::Forget(absl::string_view campaign) {
  MutexLock lock(mutex_);
  std::erase_if(keys_, [&](const auto& entry) { return entry.first.first == campaign; });
}

}  // namespace tarazy::surveys
