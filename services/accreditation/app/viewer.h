// Who calls, as the rules of accreditation see him.
#pragma once

#include <string>

namespace tarazy::accreditation {

struct Viewer {
  std::string person;  // the role and the token, as it is recorded: "methodologist tokens/4f9c…"
  std::string token;   // "tokens/4f9c…"
  bool administrator = false;
  bool staff = false;  // the agency's people, and other services
  bool council = false;
  bool commission = false;  // sees the cases in whose commission he sits
  std::string institution;  // whom he represents: the bare id; empty for everybody else

  // Neither of these: what is published.
  bool anybody() const { return !staff && !council && !commission && institution.empty(); }
};

}  // namespace tarazy::accreditation
