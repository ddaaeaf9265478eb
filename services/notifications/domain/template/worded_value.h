// A value as it is written in a notice.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/notifications/domain/template/language.h"
#include "services/notifications/domain/template/notice_values.h"
#include "services/notifications/domain/template/wording.h"
#include "tarazy/notifications/v1/template.pb.h"

namespace tarazy::notifications {

struct WordedValue {
  // Of a list empty.
  std::string text;
  std::vector<std::string> items;
  // Of a number: what a phrase needs.
  Plural plural = Plural::kOther;

  bool IsThere() const { return !text.empty() || !items.empty(); }
};

// `name` is for the refusal: FAILED_PRECONDITION kTemplateInvalid when the value is not of this
// kind, RESOURCE_EXHAUSTED when it is a list of more than kMaxListItems.
absl::StatusOr<WordedValue> WordValue(absl::string_view name, v1::VariableKind kind,
                                      const NoticeValue& value, Language language,
                                      const absl::TimeZone& zone);

// Whether what is brought can be written where `declared` stands: a day is no number, a number is
// no link. A text may be a number, a day or an instant, which its value alone shows.
bool CanBeWordedAs(v1::VariableKind declared, v1::VariableKind brought);

// The example of a variable as a value.
NoticeValue ExampleOf(const v1::Variable& variable);

}  // namespace tarazy::notifications
