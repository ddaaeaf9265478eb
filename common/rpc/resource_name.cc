#include "common/rpc/resource_name.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/base/error.h"
#include "common/base/ids.h"
#include "common/base/status_macros.h"

namespace tarazy::rpc {

absl::StatusOr<std::vector<std::string>> ParseName(absl::string_view field,
                                                   absl::string_view pattern,
                                                   absl::string_view name) {
  const std::vector<absl::string_view> wanted = absl::StrSplit(pattern, '/');
  const std::vector<absl::string_view> given = absl::StrSplit(name, '/');
  std::vector<std::string> ids;
  bool fits = wanted.size() == given.size();
  for (size_t i = 0; fits && i < wanted.size(); ++i) {
    if (wanted[i] == "*") {
      fits = CheckId(field, given[i]).ok();
      ids.emplace_back(given[i]);
    } else {
      fits = wanted[i] == given[i];
    }
  }
  if (!fits) {
    return InvalidField(field, absl::StrCat("must be ", pattern,
                                            " with ids of a-z, 0-9, '-', '.', '_' at the stars"));
  }
  return ids;
}

absl::StatusOr<std::string> ParseId(absl::string_view field, absl::string_view pattern,
                                    absl::string_view name) {
  ASSIGN_OR_RETURN(std::vector<std::string> ids, ParseName(field, pattern, name));
  return std::move(ids.front());
}

}  // namespace tarazy::rpc
