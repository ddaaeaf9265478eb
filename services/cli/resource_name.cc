#include "services/cli/resource_name.h"

#include <cstdint>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "services/cli/failure.h"

namespace tarazy::cli {
namespace {

// Id and version of "ID", "ID@VERSION" or "COLLECTION/ID/versions/VERSION"; an empty id for
// anything else.
std::pair<std::string, std::string> SplitVersion(absl::string_view collection,
                                                 absl::string_view text, absl::string_view newest) {
  if (text.find('/') != absl::string_view::npos) {
    const std::vector<std::string> names = absl::StrSplit(text, '/');
    if (names.size() == 4 && names[0] == collection && names[2] == "versions") {
      return {names[1], names[3]};
    }
    return {};
  }
  if (text.find('@') == absl::string_view::npos) return {std::string(text), std::string(newest)};
  return absl::StrSplit(text, absl::MaxSplits('@', 1));
}

bool IsVersion(absl::string_view text) {
  int32_t version = 0;
  return absl::SimpleAtoi(text, &version) && version > 0;
}

}  // namespace

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
  const auto [id, version] = SplitVersion("methodologies", text, "latest");
  if (id.empty() || (!IsVersion(version) && version != "latest")) {
    return UsageError(absl::StrCat(
        "\"", text, "\" is not a methodology; write iqaa-2020, iqaa-2020@2 or iqaa-2020@latest"));
  }
  return absl::StrCat("methodologies/", id, "/versions/", version);
}

absl::StatusOr<std::string> FrameworkName(absl::string_view text) {
  constexpr absl::string_view kNewest = "0";
  const auto [id, version] = SplitVersion("frameworks", text, kNewest);
  if (id.empty() || (!IsVersion(version) && version != kNewest)) {
    return UsageError(
        absl::StrCat("\"", text, "\" is not a framework; write iaar-joint or iaar-joint@2"));
  }
  return absl::StrCat("frameworks/", id, "/versions/", version);
}

absl::StatusOr<std::string> QuestionnaireName(absl::string_view text) {
  constexpr absl::string_view kNewest = "0";
  const auto [id, version] = SplitVersion("questionnaires", text, kNewest);
  if (id.empty() || (!IsVersion(version) && version != kNewest)) {
    return UsageError(absl::StrCat("\"", text,
                                   "\" is not a questionnaire; write iaar-teachers-2023 or "
                                   "iaar-teachers-2023@2"));
  }
  return absl::StrCat("questionnaires/", id, "/versions/", version);
}

absl::StatusOr<std::string> TemplateName(absl::string_view text) {
  constexpr absl::string_view kNewest = "0";
  const auto [id, version] = SplitVersion("templates", text, kNewest);
  if (id.empty() || (!IsVersion(version) && version != kNewest)) {
    return UsageError(
        absl::StrCat("\"", text, "\" is not a template; write finding-due or finding-due@2"));
  }
  return absl::StrCat("templates/", id, "/versions/", version);
}

absl::StatusOr<std::string> SubjectName(absl::string_view argument, absl::string_view text) {
  for (const absl::string_view collection : {"programmes/", "institutions/"}) {
    if (absl::StartsWith(text, collection) && text.size() > collection.size()) {
      return std::string(text);
    }
  }
  return UsageError(absl::StrCat(argument, ": \"", text,
                                 "\" is not a subject; write programmes/ID or institutions/ID"));
}

}  // namespace tarazy::cli
