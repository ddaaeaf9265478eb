// Who acts, as it is recorded and as the rules see it.
#pragma once

#include <string>

#include "services/rankings/domain/workflow.h"

namespace tarazy::rankings {

struct Person {
  std::string name;         // the role and the token: "verifier tokens/4f9c…"
  std::string institution;  // where it belongs; empty for nowhere
  bool administrator = false;
  bool representative = false;  // acts for that institution

  // Whose evidence it may name: its institution's; empty for the agency's staff, who may name any.
  std::string evidence_of() const { return representative ? institution : ""; }
  Actor actor() const { return {name, institution, administrator}; }
};

}  // namespace tarazy::rankings
