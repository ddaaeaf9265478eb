// What a line of the register says about a day, as known at a time.
//
// The rules, in the order in which they are applied (docs/accreditation-register.md has examples):
//
//  1. Only acts recorded at or before the time of knowledge count.
//  2. All stretches are half-open: the first day is in, the end is the first day that is not.
//  3. A decision whose appeal was upheld has fallen: it was never taken. So has one that a decision
//     in effect declares void; a void withdrawal gives the grant back. What acts upon a fallen
//     decision has no effect.
//  4. An adverse decision rests while an appeal against it is open: from the day of filing up to
//  the
//     day it ends. Where it would have had effect on such a day the status is UNDER_APPEAL, and
//     `meanwhile` what holds without it. When the appeal is dismissed or withdrawn the decision has
//     effect from the day of that, and keeps the effect it had before the filing; its end stays
//     where it was.
//  5. Of the grants, refusals and deferrals that have begun, the one taken last holds (of two taken
//     on one day, the one recorded last). So a new grant takes the place of the old one from its
//     own first day, not earlier, and for good; a deferral counts until its end.
//  6. A refusal or deferral does not end a grant that runs: it shows when the grant has ended.
//  7. A grant runs from its first day to its end, which an extension that joins on to it moves. A
//     withdrawal ends it for good. A suspension lets it rest, to its own end or a reinstatement,
//     but not longer than the grant runs; a reinstatement ends the suspensions recorded before it
//     that have begun.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "services/accreditation/domain/register/act.h"

namespace tarazy::accreditation {

// The numbers are the contract's (tarazy.accreditation.v1.RegisterStatus).
enum class RegisterStatus {
  kUnspecified = 0,
  kNone = 1,
  kAccredited = 2,
  kConditional = 3,
  kRefused = 4,
  kDeferred = 5,
  kSuspended = 6,
  kWithdrawn = 7,
  kExpired = 8,
  kUnderAppeal = 9,
  // Of decisions only.
  kSuperseded = 10,
  kVoid = 11,
  kInForce = 12,
};

// "accredited", "under appeal", …
absl::string_view StatusName(RegisterStatus status);

// With or without conditions, or in the meantime of an appeal.
bool IsAccredited(RegisterStatus status, RegisterStatus meanwhile);

// Every act, whatever the time.
inline constexpr absl::Time kAllKnown = absl::InfiniteFuture();

// What a decision is on a day.
struct Standing {
  std::string decision;
  // NONE: its first day is still to come. IN_FORCE: of those that act upon a decision.
  RegisterStatus standing = RegisterStatus::kNone;
  std::string by;  // the decision or appeal that made it so; empty: itself or the calendar

  bool operator==(const Standing&) const = default;
};

struct LineStatus {
  RegisterStatus status = RegisterStatus::kNone;
  RegisterStatus meanwhile = RegisterStatus::kUnspecified;  // only under appeal
  bool accredited = false;
  std::string decision;  // what it rests on: of EXPIRED the grant, under appeal what is appealed
  std::optional<absl::CivilDay> since;             // the first day of this status; absent: always
  std::optional<absl::CivilDay> until;             // the first day of another; absent: open
  std::optional<absl::CivilDay> accredited_until;  // when accredited: the first day it is not
  std::string because;                             // in one sentence
  std::vector<Standing> decisions;                 // in the order of their recording
};

LineStatus StatusOn(absl::Span<const Act> acts, absl::CivilDay day, absl::Time known_at);

// Only the status, of all acts: cheaper where many are asked for.
RegisterStatus StatusAlone(absl::Span<const Act> acts, absl::CivilDay day);

// Days of one status.
struct StatusSpan {
  std::optional<absl::CivilDay> from;  // absent: since ever
  std::optional<absl::CivilDay> to;    // the first day after; absent: open
  RegisterStatus status = RegisterStatus::kNone;
  RegisterStatus meanwhile = RegisterStatus::kUnspecified;

  bool operator==(const StatusSpan&) const = default;
};

// The longest stretches of days with the same status (and `meanwhile`), in order; together they are
// all days. Never empty.
std::vector<StatusSpan> Spans(absl::Span<const Act> acts, absl::Time known_at);

}  // namespace tarazy::accreditation
