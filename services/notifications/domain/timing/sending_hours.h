// When a notice that is not urgent may be sent to somebody.
#pragma once

#include <array>
#include <optional>
#include <set>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "services/notifications/domain/timing/wall_time.h"
#include "tarazy/notifications/v1/recipient.pb.h"

namespace tarazy::notifications {

class SendingHours {
 public:
  // INVALID_ARGUMENT kInvalidField for a zone, clock or date that is none; what LintRecipient
  // accepts has none of them.
  static absl::StatusOr<SendingHours> Of(const v1::Recipient& recipient);

  // His clocks show neither a quiet hour nor a day off.
  bool AllowedAt(absl::Time time) const;

  // The earliest allowed instant that is not before `time`; `time` itself when it is allowed.
  absl::Time EarliestFrom(absl::Time time) const;

  bool IsWorkingDay(absl::CivilDay day) const;

  const absl::TimeZone& zone() const { return zone_; }

 private:
  struct Quiet {
    Clock from;
    Clock until;
  };

  bool IsQuiet(Clock clock) const;

  absl::TimeZone zone_;
  std::optional<Quiet> quiet_;
  // From Monday.
  std::array<bool, 7> works_{};
  std::set<absl::CivilDay> days_off_;
};

}  // namespace tarazy::notifications
