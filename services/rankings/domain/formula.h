// A leaf's formula as a syntax tree. Reading it: parse_formula.h; its value: evaluate.h.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"

namespace tarazy::rankings {

enum class Op : uint8_t {
  kNumber,
  kVariable,
  kOr,
  kAnd,
  kNot,
  kLess,
  kLessEqual,
  kGreater,
  kGreaterEqual,
  kEqual,
  kNotEqual,
  kAdd,
  kSubtract,
  kMultiply,
  kDivide,
  kNegate,
  kIf,
  kMin,
  kMax,
  kAbs,
  kSqrt,
  kLog,
};

struct Expr {
  Op op = Op::kNumber;
  double number = 0;      // kNumber
  std::string name;       // kVariable
  std::vector<int> args;  // indices into Formula::nodes, all smaller than this node's own
  int column = 0;         // where it starts in `text`, from 1
};

struct Formula {
  std::vector<Expr> nodes;  // arguments before the node that uses them; the root is the last
  std::string text;         // as written

  const Expr& root() const { return nodes.back(); }
};

// The formula in the one spelling that all equal trees share: single spaces round infix operators,
// only the parentheses that are needed, numbers in their shortest form. Parses back to the same
// tree.
std::string CanonicalText(const Formula& formula);

// The canonical text of the part below nodes[index].
std::string PartText(const Formula& formula, int index);

// The same text with every variable's name replaced by `substitute(name)`.
std::string Render(const Formula& formula,
                   absl::FunctionRef<std::string(const std::string& name)> substitute);

// Distinct variable names, in the order of their first appearance.
std::vector<std::string> VariablesOf(const Formula& formula);

// The variable's name when the formula is nothing else ("students"), else empty.
std::string BareVariable(const Formula& formula);

}  // namespace tarazy::rankings
