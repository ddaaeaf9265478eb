// Enum values as words for messages.
#pragma once

#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "tarazy/accreditation/v1/case.pb.h"
#include "tarazy/accreditation/v1/vocabulary.pb.h"

namespace tarazy::accreditation {

// "COMMISSION_ROLE_FOREIGN_EXPERT" without its prefix: "foreign expert".
inline std::string Words(absl::string_view name, absl::string_view prefix) {
  return absl::AsciiStrToLower(absl::StrReplaceAll(absl::StripPrefix(name, prefix), {{"_", " "}}));
}

inline std::string StateWords(v1::CaseState state) {
  return Words(v1::CaseState_Name(state), "CASE_STATE_");
}
inline std::string RoleWords(v1::CommissionRole role) {
  return Words(v1::CommissionRole_Name(role), "COMMISSION_ROLE_");
}
inline std::string AudienceWords(v1::Audience audience) {
  return Words(v1::Audience_Name(audience), "AUDIENCE_");
}
inline std::string OutcomeWords(v1::DecisionKind kind) {
  return Words(v1::DecisionKind_Name(kind), "DECISION_KIND_");
}

}  // namespace tarazy::accreditation
