#include "services/cli/number_argument.h"

#include <optional>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/base/text.h"
#include "services/cli/failure.h"

namespace tarazy::cli {

absl::StatusOr<double> ParseNumber(absl::string_view option, absl::string_view text) {
  if (const std::optional<double> number = ParseDecimal(text)) return *number;
  return UsageError(absl::StrCat(option, ": \"", text, "\" ",
                                 absl::StrContains(text, ',')
                                     ? "has a decimal comma; write a point, as in 1.5"
                                     : "is not a finite decimal number"));
}

}  // namespace tarazy::cli
