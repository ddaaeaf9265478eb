// What is wrong with a comparison, seen from the page or item that it shows.
#pragma once

#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "services/surveys/domain/form/form.h"

namespace tarazy::surveys {

struct ComparisonFault {
  absl::string_view rule;
  std::string message;
};

// Nothing when the comparison is sound. `before` is the place of the first question that stands
// with or behind what the condition shows.
std::optional<ComparisonFault> FaultOf(const Form& form, const v1::Comparison& comparison,
                                       int before);

// The place of the first question of its item, and of its page.
int FirstOfItem(const Form& form, int place);
int FirstOfPage(const Form& form, int place);

}  // namespace tarazy::surveys
