#include "services/rankings/domain/parse_formula.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/base/text.h"
#include "services/rankings/domain/formula_tokens.h"

namespace tarazy::rankings {
namespace {

// Recursive descent; one function per level of the grammar, loosest first. A function returns the
// index of the node it made, or -1 once a fault is noted.
class Parser {
 public:
  Parser(absl::string_view text, std::vector<Token> tokens)
      : text_(text), tokens_(std::move(tokens)) {}

  ParsedFormula Run() {
    int root = Or();
    if (root >= 0 && Here().kind != TokenKind::kEnd) root = Unexpected();
    if (root < 0) return {.formula = std::nullopt, .fault = fault_};
    formula_.text = std::string(text_);
    return {.formula = std::move(formula_), .fault = {}};
  }

 private:
  const Token& Here() const { return tokens_[at_]; }
  bool Take(absl::string_view symbol) {
    if (Here().kind == TokenKind::kNumber || Here().text != symbol) return false;
    ++at_;
    return true;
  }
  int Fail(const Token& token, std::string message) {
    if (fault_.column == 0) fault_ = {.column = token.column, .message = std::move(message)};
    return -1;
  }
  int Unexpected() {
    const Token& token = Here();
    if (token.kind == TokenKind::kEnd) return Fail(token, "the formula ends too early");
    if (token.text == "not") return Fail(token, "'not' needs parentheses round it here");
    if (token.text == ")") return Fail(token, "this ')' closes nothing");
    return Fail(token, absl::StrCat("unexpected '", token.text, "'"));
  }
  int Make(Op op, const Token& token, std::vector<int> args) {
    int height = 1;
    for (const int arg : args) height = std::max(height, heights_[arg] + 1);
    if (height > kMaxFormulaHeight) {
      return Fail(token, absl::StrCat("more than ", kMaxFormulaHeight,
                                      " operators in a row; put parentheses round some of them"));
    }
    heights_.push_back(height);
    formula_.nodes.push_back({.op = op, .args = std::move(args), .column = token.column});
    return static_cast<int>(formula_.nodes.size()) - 1;
  }

  using Level = int (Parser::*)();
  struct Choice {
    absl::string_view symbol;
    Op op;
  };
  int LeftAssociative(Level tighter, std::initializer_list<Choice> choices) {
    int left = (this->*tighter)();
    while (left >= 0) {
      const Token token = Here();
      const Choice* taken = nullptr;
      for (const Choice& choice : choices) {
        if (taken == nullptr && Take(choice.symbol)) taken = &choice;
      }
      if (taken == nullptr) return left;
      const int right = (this->*tighter)();
      left = right < 0 ? -1 : Make(taken->op, token, {left, right});
    }
    return -1;
  }

  int Or() { return LeftAssociative(&Parser::And, {{"or", Op::kOr}}); }
  int And() { return LeftAssociative(&Parser::Not, {{"and", Op::kAnd}}); }
  int Not() {
    const Token token = Here();
    if (!Take("not")) return Comparison();
    return Nested(token, [&] {
      const int operand = Not();
      return operand < 0 ? -1 : Make(Op::kNot, token, {operand});
    });
  }
  bool TakeComparison(Op& op) {
    static constexpr Choice kComparisons[] = {{"<", Op::kLess},    {"<=", Op::kLessEqual},
                                              {">", Op::kGreater}, {">=", Op::kGreaterEqual},
                                              {"==", Op::kEqual},  {"!=", Op::kNotEqual}};
    for (const Choice& choice : kComparisons) {
      if (Take(choice.symbol)) {
        op = choice.op;
        return true;
      }
    }
    return false;
  }
  int Comparison() {
    const int left = Additive();
    const Token token = Here();
    Op op;
    if (left < 0 || !TakeComparison(op)) return left;
    const int right = Additive();
    if (right < 0) return -1;
    const Token next = Here();
    if (Op chained; TakeComparison(chained)) {
      return Fail(next, "comparisons cannot be chained; write 'a < b and b < c'");
    }
    return Make(op, token, {left, right});
  }
  int Additive() {
    return LeftAssociative(&Parser::Multiplicative, {{"+", Op::kAdd}, {"-", Op::kSubtract}});
  }
  int Multiplicative() {
    return LeftAssociative(&Parser::Unary, {{"*", Op::kMultiply}, {"/", Op::kDivide}});
  }
  int Unary() {
    const Token token = Here();
    if (!Take("-")) return Primary();
    return Nested(token, [&] {
      const int operand = Unary();
      return operand < 0 ? -1 : Make(Op::kNegate, token, {operand});
    });
  }
  int Primary() {
    const Token token = Here();
    if (token.kind == TokenKind::kNumber) return Number(token);
    if (token.kind == TokenKind::kName) {
      ++at_;
      const int made = Make(Op::kVariable, token, {});
      formula_.nodes.back().name = std::string(token.text);
      if (Here().text == "(" && Here().kind == TokenKind::kSymbol) {
        return Fail(token, absl::StrCat("'", token.text,
                                        "' is not a function; there are if, min, "
                                        "max, abs, sqrt and log"));
      }
      return made;
    }
    if (token.kind == TokenKind::kFunction) return Call(token);
    if (!Take("(")) return Unexpected();
    return Nested(token, [&] {
      const int inner = Or();
      if (inner < 0) return -1;
      if (!Take(")")) return Unclosed(token);
      return inner;
    });
  }
  int Number(const Token& token) {
    const std::optional<double> value = ParseDecimal(token.text);
    if (!value) return Fail(token, absl::StrCat("'", token.text, "' is out of a number's range"));
    ++at_;
    const int made = Make(Op::kNumber, token, {});
    formula_.nodes.back().number = *value;
    return made;
  }
  int Unclosed(const Token& open) {
    if (Here().kind != TokenKind::kEnd) return Unexpected();
    return Fail(open, "this '(' is never closed");
  }
  int Call(const Token& name) {
    ++at_;
    const Token open = Here();
    if (!Take("(")) return Fail(name, absl::StrCat("'", name.text, "' needs '(' after it"));
    return Nested(name, [&] {
      std::vector<int> args;
      if (!Take(")")) {
        do {
          args.push_back(Or());
          if (args.back() < 0) return -1;
        } while (Take(","));
        if (!Take(")")) return Unclosed(open);
      }
      return Finish(name, std::move(args));
    });
  }
  int Finish(const Token& name, std::vector<int> args) {
    const size_t count = args.size();
    if (name.text == "min" || name.text == "max") {
      if (count == 0) return Fail(name, absl::StrCat("'", name.text, "' needs an argument"));
      return Make(name.text == "min" ? Op::kMin : Op::kMax, name, std::move(args));
    }
    const size_t wanted = name.text == "if" ? 3 : 1;
    if (count != wanted) {
      return Fail(name, absl::StrCat("'", name.text, "' takes ", wanted, " argument",
                                     wanted == 1 ? "" : "s", ", not ", count));
    }
    const Op op = name.text == "if"     ? Op::kIf
                  : name.text == "abs"  ? Op::kAbs
                  : name.text == "sqrt" ? Op::kSqrt
                                        : Op::kLog;
    return Make(op, name, std::move(args));
  }
  template <typename Body>
  int Nested(const Token& token, Body body) {
    if (depth_ == kMaxFormulaDepth) {
      return Fail(token, absl::StrCat("nested deeper than ", kMaxFormulaDepth, " levels"));
    }
    ++depth_;
    const int made = body();
    --depth_;
    return made;
  }

  absl::string_view text_;
  std::vector<Token> tokens_;
  size_t at_ = 0;
  int depth_ = 0;
  Formula formula_;
  std::vector<int> heights_;  // [node]
  FormulaFault fault_;
};

}  // namespace

ParsedFormula ParseFormula(absl::string_view text) {
  if (text.size() > kMaxFormulaLength) {
    return {.formula = std::nullopt,
            .fault = {.column = kMaxFormulaLength + 1,
                      .message = absl::StrCat("longer than ", kMaxFormulaLength, " characters")}};
  }
  FormulaFault fault;
  std::optional<std::vector<Token>> tokens = Tokenise(text, fault);
  if (!tokens) return {.formula = std::nullopt, .fault = fault};
  if (tokens->size() == 1) {
    return {.formula = std::nullopt, .fault = {.column = 1, .message = "the formula is empty"}};
  }
  return Parser(text, *std::move(tokens)).Run();
}

}  // namespace tarazy::rankings
