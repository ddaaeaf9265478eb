// How an import's problems speak of texts that stand in the file.
#pragma once

#include <string>

#include "absl/strings/string_view.h"

namespace tarazy::rankings {

// The text in quotation marks, cut when it is long.
std::string Quoted(absl::string_view text);

// Goes on after a text that ParseDecimal does not take: " is not a finite decimal number".
absl::string_view WhyNoNumber(absl::string_view text);

}  // namespace tarazy::rankings
