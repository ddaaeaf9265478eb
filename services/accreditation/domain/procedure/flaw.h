// What is wrong with a commission or a visit's programme.
#pragma once

#include <string>

namespace tarazy::accreditation {

struct Flaw {
  bool hard = true;     // keeps the case from the next state; else a person should look
  std::string rule;     // "meeting_shared"; docs/accreditation.md lists them
  std::string field;    // the path in the case, "visit.sessions[3].meeting"
  std::string message;  // a sentence

  bool operator==(const Flaw&) const = default;
};

}  // namespace tarazy::accreditation
