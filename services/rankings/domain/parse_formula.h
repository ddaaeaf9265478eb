// Formula text to syntax tree:
//   or < and < not < one comparison < + - < * / < unary minus < number, name, call, (…)
#pragma once

#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "services/rankings/domain/formula.h"

namespace tarazy::rankings {

inline constexpr int kMaxFormulaLength = 4096;
inline constexpr int kMaxFormulaDepth = 200;  // parentheses, calls, signs inside each other
// Of the syntax tree; a + b + c + … is as high as it is long. Whoever walks a formula may recurse.
inline constexpr int kMaxFormulaHeight = 500;

struct FormulaFault {
  int column = 0;       // from 1, in bytes of the formula
  std::string message;  // a sentence without the position
};

struct ParsedFormula {
  std::optional<Formula> formula;
  FormulaFault fault;  // set when there is no formula
};

ParsedFormula ParseFormula(absl::string_view text);

}  // namespace tarazy::rankings
