#include "services/notifications/domain/template/built_in_values.h"

#include <utility>

namespace tarazy::notifications {
namespace {

constexpr std::pair<absl::string_view, v1::VariableKind> kBuiltIns[] = {
    {"recipient", v1::VARIABLE_KIND_TEXT}, {"institution", v1::VARIABLE_KIND_TEXT},
    {"link", v1::VARIABLE_KIND_LINK},      {"topic", v1::VARIABLE_KIND_TEXT},
    {"now", v1::VARIABLE_KIND_TIME},       {"due", v1::VARIABLE_KIND_DATE},
    {"days", v1::VARIABLE_KIND_NUMBER},    {"days_over", v1::VARIABLE_KIND_NUMBER}};

}  // namespace

void AddBuiltIns(const Occasion& occasion, NoticeValues& values) {
  values["recipient"] = occasion.recipient;
  values["topic"] = occasion.topic;
  values["now"] = occasion.now;
  if (!occasion.institution.Any().empty()) values["institution"] = occasion.institution;
  if (!occasion.link.empty()) values["link"] = occasion.link;
  if (!occasion.deadline.has_value()) return;
  const int64_t days = occasion.deadline->due - occasion.deadline->today;
  values["due"] = occasion.deadline->due;
  values["days"] = days;
  if (days < 0) values["days_over"] = -days;
}

std::optional<v1::VariableKind> BuiltInKind(absl::string_view name) {
  for (const auto& [built_in, kind] : kBuiltIns) {
    if (name == built_in) return kind;
  }
  return std::nullopt;
}

}  // namespace tarazy::notifications
