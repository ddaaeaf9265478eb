// Putting people on the roll.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "common/sql/database.h"
#include "services/surveys/app/roll/ticket_code.h"
#include "tarazy/surveys/v1/campaign.pb.h"

namespace tarazy::surveys {

inline constexpr size_t kMostInvited = 1000;
inline constexpr size_t kMostContact = 254;  // bytes

// One person to invite.
struct Invitee {
  std::string contact;
  std::string stratum;   // one without children; may be empty where there is only one
  std::string language;  // empty: "kk"
  bool test = false;
};

struct Invited {
  std::string entry;   // the entry's id
  bool known = false;  // he was on the roll already
};

// In the order of `people`. Errors: INVALID_ARGUMENT with every fault, by row;
// FAILED_PRECONDITION CAMPAIGN_STATE when the campaign has no tickets or exchanges none any more,
// or when a stratum would have more people on the roll than in its frame.
absl::StatusOr<std::vector<Invited>> InvitePeople(sql::Tx& roll, const TicketCodes& codes,
                                                  const v1::Campaign& campaign,
                                                  absl::Span<const Invitee> people, absl::Time now);

}  // namespace tarazy::surveys
