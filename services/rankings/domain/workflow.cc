#include "services/rankings/domain/workflow.h"

#include <array>

namespace tarazy::rankings {
namespace {

constexpr std::array<absl::string_view, 6> kStates = {"draft",    "submitted", "verified",
                                                      "disputed", "answered",  "rejected"};
constexpr std::array<absl::string_view, 6> kActs = {"import",  "submit", "verify",
                                                    "dispute", "answer", "settle"};

template <typename Enum>
std::optional<Enum> Find(const std::array<absl::string_view, 6>& names, absl::string_view name) {
  for (size_t i = 0; i < names.size(); ++i) {
    if (names[i] == name) return static_cast<Enum>(i);
  }
  return std::nullopt;
}

}  // namespace

absl::string_view ValueStateName(ValueState state) { return kStates[static_cast<size_t>(state)]; }
absl::string_view ActName(Act act) { return kActs[static_cast<size_t>(act)]; }
std::optional<ValueState> ValueStateOf(absl::string_view name) {
  return Find<ValueState>(kStates, name);
}
std::optional<Act> ActOf(absl::string_view name) { return Find<Act>(kActs, name); }

std::optional<ValueState> StateAfter(Act act, ValueState state, Settlement settlement) {
  switch (act) {
    case Act::kImport:
      break;
    case Act::kSubmit:
      if (state == ValueState::kDraft) return ValueState::kSubmitted;
      break;
    case Act::kVerify:
      if (state == ValueState::kSubmitted) return ValueState::kVerified;
      break;
    case Act::kDispute:
      if (state == ValueState::kSubmitted) return ValueState::kDisputed;
      break;
    case Act::kAnswer:
      if (state == ValueState::kDisputed) return ValueState::kAnswered;
      break;
    case Act::kSettle:
      if (state != ValueState::kDisputed && state != ValueState::kAnswered) break;
      return settlement == Settlement::kReject ? ValueState::kRejected : ValueState::kVerified;
  }
  return std::nullopt;
}

Refusal RefuseJudgement(Act act, const Actor& actor, absl::string_view institution,
                        absl::string_view before) {
  if (!institution.empty() && actor.institution == institution) {
    return Refusal::kConflictOfInterest;
  }
  const bool excepted = actor.administrator && act == Act::kVerify;
  const bool same = !before.empty() && actor.token == before;
  return same && act != Act::kDispute && !excepted ? Refusal::kSecondPerson : Refusal::kNone;
}

Refusal RefusePublication(const Actor& actor, absl::string_view computed_by) {
  const bool same = !computed_by.empty() && actor.token == computed_by;
  return same && !actor.administrator ? Refusal::kSecondPerson : Refusal::kNone;
}

}  // namespace tarazy::rankings
