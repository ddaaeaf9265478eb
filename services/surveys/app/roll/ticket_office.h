// Where tickets are looked at and exchanged for signatures of blinded vouchers.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/base/blind_rsa.h"
#include "common/base/context.h"
#include "common/base/mutex.h"
#include "common/base/seal.h"
#include "common/sql/database.h"
#include "services/surveys/app/roll/attempts.h"
#include "services/surveys/store/roll/roll_store.h"
#include "tarazy/surveys/v1/campaign.pb.h"

namespace tarazy::surveys {

// What a ticket is for, and the key that its voucher is verified with.
struct TicketView {
  FoundTicket ticket;
  std::string public_key;  // SubjectPublicKeyInfo, DER
};

// The campaign of an id, as opened (app/campaigns/running_campaigns.h).
using CampaignFinder = std::function<absl::StatusOr<std::shared_ptr<const v1::Campaign>>(
    const Context&, absl::string_view id)>;

class TicketOffice {
 public:
  TicketOffice(sql::Database& roll, CampaignFinder campaigns, Secret secret,
               Attempts::Limits limits = {})
      : roll_(roll),
        campaigns_(std::move(campaigns)),
        secret_(std::move(secret)),
        attempts_(limits) {}

  // Changes nothing. Errors: NOT_FOUND TICKET_UNKNOWN.
  absl::StatusOr<TicketView> LookAt(const Context& context, absl::string_view code);

  // The signature of a blinded voucher, for a ticket that was not taken, or was taken with the same
  // one; during the grace period only the latter. When it answers, the ticket is taken for good.
  // Errors: NOT_FOUND TICKET_UNKNOWN; INVALID_ARGUMENT for a blinded voucher that is none, which
  // takes nothing; FAILED_PRECONDITION TICKET_TAKEN, CAMPAIGN_STATE; RESOURCE_EXHAUSTED
  // RATE_LIMITED.
  absl::StatusOr<std::string> Exchange(const Context& context, absl::string_view code,
                                       absl::string_view blinded_message, absl::Time now);

 private:
  static constexpr size_t kMostKeys = 2000;

  absl::StatusOr<FoundTicket> Find(const Context& context, absl::string_view digest);
  // The campaign's window, and the roll's end, allow this.
  absl::Status CheckOpen(const Context& context, const FoundTicket& ticket, bool repeated,
                         absl::Time now);
  absl::StatusOr<std::shared_ptr<const BlindRsaKey>> KeyOf(const Context& context,
                                                           const FoundTicket& ticket);
  // A closed campaign's keys are destroyed here too.
  void Forget(absl::string_view campaign);

  sql::Database& roll_;
  const CampaignFinder campaigns_;
  const Secret secret_;
  Attempts attempts_;
  Mutex mutex_;
  // By campaign and stratum.
  std::map<std::pair<std::string, std::string>, std::shared_ptr<const BlindRsaKey>> keys_
      ABSL_GUARDED_BY(mutex_);
};

}  // namespace tarazy::surveys
