#include "services/cli/resource_name.h"

#include <cstdint>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "services/cli/failure.h"

namespace tarazy::cli {

std::string BareId(absl::string_view collection, absl::string_view text) {
  return std::string(absl::StripPrefix(text, absl::StrCat(collection, "/")));
}

std::string FullName(absl::string_view collection, absl::string_view text) {
  return absl::StrCat(collection, "/", BareId(collection, text));
}

std::string OptionalName(absl::string_view collection, absl::string_view text) {
  return text.empty() ? "" : FullName(collection, text);
}

std::string UnitId(absl::string_view text) {
  const std::string id = BareId("institutions", text);
  return id.size() < text.size() ? id : BareId("programmes", text);
}

absl::StatusOr<std::string> MethodologyName(absl::string_view text) {
  std::pair<std::string, std::string> parts;
  if (text.find('/') != absl::string_view::npos) {
    const std::vector<std::string> names = absl::StrSplit(text, '/');
    if (names.size() == 4 && names[0] == "methodologies" && names[2] == "versions") {
      parts = {names[1], names[3]};
    }
  } else if (text.find('@') != absl::string_view::npos) {
    parts = absl::StrSplit(text, absl::MaxSplits('@', 1));
  } else {
    parts = {std::string(text), "latest"};
  }
  int32_t version = 0;
  const bool numbered = absl::SimpleAtoi(parts.second, &version) && version > 0;
  if (parts.first.empty() || (!numbered && parts.second != "latest")) {
    return UsageError(absl::StrCat(
        "\"", text, "\" is not a methodology; write iqaa-2020, iqaa-2020@2 or iqaa-2020@latest"));
  }
  return absl::StrCat("methodologies/", parts.first, "/versions/",
                      numbered ? absl::StrCat(version) : parts.second);
}

}  // namespace tarazy::cli
