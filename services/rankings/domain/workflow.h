// How a value comes to count: the acts on it, the states they lead through, and who may act.
//
//   draft → submitted → verified
//                     → disputed → (answered) → verified | rejected
#pragma once

#include <optional>

#include "absl/strings/string_view.h"

namespace tarazy::rankings {

enum class ValueState { kDraft, kSubmitted, kVerified, kDisputed, kAnswered, kRejected };
enum class Act { kImport, kSubmit, kVerify, kDispute, kAnswer, kSettle };
enum class Settlement { kAccept, kCorrect, kReject };

// Whose statement a value is, beside the sources that a methodology declares.
inline constexpr absl::string_view kInstitutionOrigin = "institution";
inline constexpr absl::string_view kAgencyOrigin = "agency";

// "submitted", "verify": as they are stored and said.
absl::string_view ValueStateName(ValueState state);
absl::string_view ActName(Act act);
std::optional<ValueState> ValueStateOf(absl::string_view name);
std::optional<Act> ActOf(absl::string_view name);

// The state that `act` leads to from `state`, nothing when it is not allowed there. Imports are not
// asked here: they may state any cell anew, except as ImportBlocked says.
std::optional<ValueState> StateAfter(Act act, ValueState state,
                                     Settlement settlement = Settlement::kAccept);

// A dispute is ended by answering and settling it, not by importing another value over it.
inline bool ImportBlocked(ValueState state) {
  return state == ValueState::kDisputed || state == ValueState::kAnswered;
}

// A person as far as the rules care: the token, where its holder belongs to ("" for nowhere), and
// whether it administers the installation.
struct Actor {
  absl::string_view token;
  absl::string_view institution;
  bool administrator = false;
};

enum class Refusal {
  kNone,
  kConflictOfInterest,  // the actor belongs to the institution whose data these are
  kSecondPerson,        // another person than the one who went before must do it
};

// Who judges a value (verifies, disputes, settles) is not of its institution; who verifies did not
// hand it in (`before`; administrators excepted, who could make themselves a second token); who
// settles did not dispute it (`before`; nobody excepted). An empty `before` is nobody.
Refusal RefuseJudgement(Act act, const Actor& actor, absl::string_view institution,
                        absl::string_view before);

// Who publishes did not compute the edition (administrators excepted).
Refusal RefusePublication(const Actor& actor, absl::string_view computed_by);

}  // namespace tarazy::rankings
