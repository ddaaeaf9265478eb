#include "services/cli/field_list.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "common/base/status_macros.h"
#include "services/cli/failure.h"

namespace tarazy::cli {

void AddList(CLI::App& command, const std::string& name, ListOption& to, const std::string& help) {
  // As texts, because CLI11 would take "" for an option that was not given.
  command
      .add_option_function<std::string>(
          name,
          [&to](const std::string& text) {
            if (!to) to.emplace();
            if (!text.empty()) to->push_back(text);
          },
          help)
      ->trigger_on_parse();
}

absl::StatusOr<Fields> Fields::Parse(absl::string_view option, absl::string_view text,
                                     absl::Span<const absl::string_view> keys) {
  Fields fields;
  for (const absl::string_view part : absl::StrSplit(text, ';', absl::SkipWhitespace())) {
    const std::pair<absl::string_view, absl::string_view> field =
        absl::StrSplit(part, absl::MaxSplits('=', 1));
    const absl::string_view key = absl::StripAsciiWhitespace(field.first);
    const bool known = std::find(keys.begin(), keys.end(), key) != keys.end();
    if (!known || part.find('=') == absl::string_view::npos) {
      return UsageError(
          absl::StrCat(option, ": \"", part, "\" is none of ", absl::StrJoin(keys, "=…, "), "=…"));
    }
    const std::string value(absl::StripAsciiWhitespace(field.second));
    if (!fields.values_.emplace(std::string(key), value).second) {
      return UsageError(absl::StrCat(option, ": ", key, " is given twice"));
    }
  }
  return fields;
}

const std::string& Fields::operator[](absl::string_view key) const {
  static const std::string* const kNone = new std::string();
  const auto it = values_.find(key);
  return it == values_.end() ? *kNone : it->second;
}

absl::StatusOr<bool> ForEachRecord(absl::string_view option, const ListOption& list,
                                   absl::Span<const absl::string_view> keys,
                                   const std::function<absl::Status(const Fields&)>& add) {
  if (!list) return false;
  for (const std::string& text : *list) {
    ASSIGN_OR_RETURN(const Fields fields, Fields::Parse(option, text, keys));
    RETURN_IF_ERROR(add(fields));
  }
  return true;
}

}  // namespace tarazy::cli
