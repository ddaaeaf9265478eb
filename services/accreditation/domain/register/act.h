// What a body has done about one subject: the acts of one line of the register.
//
// A line is all that one agency has decided about one subject (a programme or an institution) in
// one kind of procedure. Acts are only ever added, each with the day it was taken, the days on
// which it has effect, and the moment from which the register knew of it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"

namespace tarazy::accreditation {

enum class ActKind {
  kGrant,
  kGrantConditionally,
  kRefuse,
  kDefer,
  kSuspend,
  kReinstate,
  kWithdraw,
  kVoid,
  kExtend,
  // What happens to an appeal against one of those.
  kFileAppeal,
  kUpholdAppeal,
  kDismissAppeal,
  kWithdrawAppeal,
};

// "grant", "conditional grant", "refusal", …: for sentences.
absl::string_view ActName(ActKind kind);

bool IsGrant(ActKind kind);
bool IsAppeal(ActKind kind);
bool EndsAppeal(ActKind kind);
// Takes a decision of its own: grant, refusal or deferral; the others act upon a decision.
bool IsMain(ActKind kind);
// May be appealed: while it is, it has no effect.
bool IsAdverse(ActKind kind);

struct Act {
  ActKind kind = ActKind::kGrant;
  std::string id;        // "decisions/…"; "appeals/…" of the filing and of the end of an appeal
  int64_t sequence = 0;  // the order of recording in the whole register
  absl::Time recorded;   // never earlier than that of an act of a smaller sequence
  // The day it was taken; the day an appeal came in or ended.
  absl::CivilDay decided_on;
  // The first day of effect; of appeals the same as decided_on.
  absl::CivilDay valid_from;
  // The first day without effect; absent: open. Only of grants, extensions, suspensions, deferrals.
  std::optional<absl::CivilDay> valid_to;
  // The decision that it acts upon, of the same line; empty for those that IsMain. A reinstatement
  // names the grant (and ends every suspension of it) or one suspension.
  std::string acts_on;
};

}  // namespace tarazy::accreditation
