// A formula's text cut into words, numbers and symbols.
#pragma once

#include <optional>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/rankings/domain/parse_formula.h"

namespace tarazy::rankings {

enum class TokenKind { kNumber, kName, kFunction, kSymbol, kEnd };  // and, or, not are symbols

struct Token {
  TokenKind kind = TokenKind::kEnd;
  absl::string_view text;  // of the formula
  int column = 0;          // from 1
};

// Ends with kEnd. Nothing, and `fault`, at a character no formula has.
std::optional<std::vector<Token>> Tokenise(absl::string_view text, FormulaFault& fault);

// True for names a variable may have: [A-Za-z_][A-Za-z0-9_]* and none of the language's own words.
bool IsVariableName(absl::string_view text);

}  // namespace tarazy::rankings
