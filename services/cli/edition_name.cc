#include "services/cli/edition_name.h"

#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/cli/failure.h"

namespace tarazy::cli {

std::string EditionName::Full() const {
  return absl::StrCat(ranking, "/editions/", number.value_or(0));
}

absl::StatusOr<EditionName> EditionName::Parse(absl::string_view text) {
  const std::vector<absl::string_view> parts = absl::StrSplit(text, '/');
  absl::string_view id, number;
  if (parts.size() == 2) {
    id = parts[0];
    number = parts[1];
  } else if (parts.size() == 4 && parts[0] == "rankings" && parts[2] == "editions") {
    id = parts[1];
    number = parts[3];
  }
  EditionName name{.ranking = absl::StrCat("rankings/", id)};
  if (!id.empty() && number == "latest") return name;
  int32_t parsed = 0;
  if (!id.empty() && number.find_first_not_of("0123456789") == absl::string_view::npos &&
      absl::SimpleAtoi(number, &parsed) && parsed > 0) {
    name.number = parsed;
    return name;
  }
  return UsageError(absl::StrCat("\"", text,
                                 "\" is not an edition; write iqaa-2026/2, iqaa-2026/latest or "
                                 "rankings/iqaa-2026/editions/2"));
}

}  // namespace tarazy::cli
