// Names of variables that statistics programs take.
#pragma once

#include <set>
#include <string>

#include "absl/strings/string_view.h"

namespace tarazy::surveys {

// Gives each variable of a file its name.
class VariableNames {
 public:
  // A name made from an id such as "39.1" or "q39_very-good": letters, digits, "." and "_", begins
  // with a letter ("q" is put before another), ends with none of the two signs, at most 64 bytes,
  // no reserved word of SPSS, and no name given before, in whatever case.
  std::string NameOf(absl::string_view id);

 private:
  std::set<std::string> given_;  // lower case
};

}  // namespace tarazy::surveys
