#include "services/cli/assignment.h"

#include "absl/strings/str_cat.h"
#include "services/cli/failure.h"

namespace tarazy::cli {

absl::StatusOr<std::map<std::string, std::string>> ParseAssignments(
    absl::string_view option, const std::vector<std::string>& texts) {
  std::map<std::string, std::string> values;
  for (const std::string& text : texts) {
    const size_t equals = text.find('=');
    if (equals == std::string::npos || equals == 0) {
      return UsageError(absl::StrCat(option, ": \"", text, "\" is not NAME=VALUE"));
    }
    const std::string name = text.substr(0, equals);
    if (!values.emplace(name, text.substr(equals + 1)).second) {
      return UsageError(absl::StrCat(option, ": ", name, " is given twice"));
    }
  }
  return values;
}

}  // namespace tarazy::cli
