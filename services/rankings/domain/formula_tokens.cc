#include "services/rankings/domain/formula_tokens.h"

#include <algorithm>
#include <array>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace tarazy::rankings {
namespace {

constexpr std::array<absl::string_view, 6> kFunctions = {"if", "min", "max", "abs", "sqrt", "log"};
constexpr std::array<absl::string_view, 3> kWords = {"and", "or", "not"};

template <typename List>
bool Has(const List& list, absl::string_view text) {
  return std::find(list.begin(), list.end(), text) != list.end();
}

bool StartsName(char c) { return absl::ascii_isalpha(c) || c == '_'; }
bool ContinuesName(char c) { return absl::ascii_isalnum(c) || c == '_'; }

size_t NameLength(absl::string_view text) {
  size_t n = 0;
  while (n < text.size() && ContinuesName(text[n])) ++n;
  return n;
}

size_t DigitsLength(absl::string_view text, size_t from) {
  size_t n = from;
  while (n < text.size() && absl::ascii_isdigit(text[n])) ++n;
  return n - from;
}

// 12, 0.5, .5, 1e-3; 0 when no number starts here.
size_t NumberLength(absl::string_view text) {
  const size_t whole = DigitsLength(text, 0);
  size_t n = whole;
  if (n < text.size() && text[n] == '.') {
    const size_t fraction = DigitsLength(text, n + 1);
    if (fraction > 0) n += 1 + fraction;
  }
  if (n == 0) return 0;
  if (n < text.size() && (text[n] == 'e' || text[n] == 'E')) {
    size_t exponent = n + 1;
    if (exponent < text.size() && (text[exponent] == '+' || text[exponent] == '-')) ++exponent;
    const size_t digits = DigitsLength(text, exponent);
    if (digits > 0) n = exponent + digits;
  }
  return n;
}

size_t SymbolLength(absl::string_view text) {
  for (const absl::string_view two : {"<=", ">=", "==", "!="}) {
    if (absl::StartsWith(text, two)) return 2;
  }
  return absl::StrContains("+-*/()<>,", text.substr(0, 1)) ? 1 : 0;
}

std::string Complaint(absl::string_view text) {
  if (absl::StartsWith(text, "&&")) return "write 'and' instead of '&&'";
  if (absl::StartsWith(text, "||")) return "write 'or' instead of '||'";
  switch (text[0]) {
    case '=':
      return "write '==' to compare";
    case '!':
      return "write 'not' instead of '!'";
    case '^':
      return "there is no '^'; write the product";
    case '%':
      return "there is no '%'; a share in percent is 100 * a / b";
    case '.':
      return "a number needs a digit after its point";
    default:
      break;
  }
  const auto byte = static_cast<unsigned char>(text[0]);
  if (byte >= 0x80 || !absl::ascii_isprint(byte)) {
    return "only ASCII letters, digits and operators are allowed here";
  }
  return absl::StrCat("unexpected '", text.substr(0, 1), "'");
}

}  // namespace

bool IsVariableName(absl::string_view text) {
  return !text.empty() && StartsName(text[0]) && NameLength(text) == text.size() &&
         !Has(kFunctions, text) && !Has(kWords, text);
}

std::optional<std::vector<Token>> Tokenise(absl::string_view text, FormulaFault& fault) {
  std::vector<Token> tokens;
  size_t at = 0;
  const auto add = [&](TokenKind kind, size_t length) {
    tokens.push_back({kind, text.substr(at, length), static_cast<int>(at) + 1});
    at += length;
  };
  while (at < text.size()) {
    const absl::string_view rest = text.substr(at);
    if (absl::ascii_isspace(rest[0])) {
      ++at;
    } else if (StartsName(rest[0])) {
      const absl::string_view word = rest.substr(0, NameLength(rest));
      add(Has(kFunctions, word) ? TokenKind::kFunction
          : Has(kWords, word)   ? TokenKind::kSymbol
                                : TokenKind::kName,
          word.size());
    } else if (const size_t number = NumberLength(rest); number > 0) {
      add(TokenKind::kNumber, number);
      if (at < text.size() && (StartsName(text[at]) || text[at] == '.')) {
        fault = {.column = static_cast<int>(at) + 1,
                 .message = absl::StrCat("unexpected '", text.substr(at, 1),
                                         "' after a number; is an operator missing?")};
        return std::nullopt;
      }
    } else if (const size_t symbol = SymbolLength(rest); symbol > 0) {
      add(TokenKind::kSymbol, symbol);
    } else {
      fault = {.column = static_cast<int>(at) + 1, .message = Complaint(rest)};
      return std::nullopt;
    }
  }
  add(TokenKind::kEnd, 0);
  return tokens;
}

}  // namespace tarazy::rankings
