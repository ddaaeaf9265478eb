// What a variable's unit text tells: is it money, is it a plain count?
#pragma once

#include "absl/strings/string_view.h"

namespace tarazy::rankings {

// "KZT", "thousand KZT", "million tenge", "€".
bool IsMoneyUnit(absl::string_view unit);

// "persons", "students", "articles"; not "persons per programme" or "%".
bool IsCountUnit(absl::string_view unit);

}  // namespace tarazy::rankings
