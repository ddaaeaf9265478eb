#include "services/rankings/domain/formula.h"

#include <algorithm>
#include <unordered_set>

#include "common/base/text.h"

namespace tarazy::rankings {
namespace {

struct Infix {
  const char* symbol;
  int binding;  // higher binds tighter
};
constexpr int kNotBinding = 3;
constexpr int kComparisonBinding = 4;
constexpr int kNegateBinding = 7;
constexpr int kPrimaryBinding = 8;

Infix InfixOf(Op op) {
  switch (op) {
    case Op::kOr:
      return {" or ", 1};
    case Op::kAnd:
      return {" and ", 2};
    case Op::kLess:
      return {" < ", kComparisonBinding};
    case Op::kLessEqual:
      return {" <= ", kComparisonBinding};
    case Op::kGreater:
      return {" > ", kComparisonBinding};
    case Op::kGreaterEqual:
      return {" >= ", kComparisonBinding};
    case Op::kEqual:
      return {" == ", kComparisonBinding};
    case Op::kNotEqual:
      return {" != ", kComparisonBinding};
    case Op::kAdd:
      return {" + ", 5};
    case Op::kSubtract:
      return {" - ", 5};
    case Op::kMultiply:
      return {" * ", 6};
    case Op::kDivide:
      return {" / ", 6};
    default:
      return {nullptr, 0};
  }
}

const char* FunctionName(Op op) {
  switch (op) {
    case Op::kIf:
      return "if";
    case Op::kMin:
      return "min";
    case Op::kMax:
      return "max";
    case Op::kAbs:
      return "abs";
    case Op::kSqrt:
      return "sqrt";
    case Op::kLog:
      return "log";
    default:
      return "";
  }
}

int BindingOf(Op op) {
  if (const Infix infix = InfixOf(op); infix.symbol != nullptr) return infix.binding;
  return op == Op::kNot ? kNotBinding : op == Op::kNegate ? kNegateBinding : kPrimaryBinding;
}

class Writer {
 public:
  Writer(const Formula& formula, absl::FunctionRef<std::string(const std::string&)> substitute)
      : formula_(formula), substitute_(substitute) {}

  std::string Text(int index) {
    Write(index, 1);
    return std::move(out_);
  }

 private:
  // `loosest` is the lowest binding that may stand here without parentheses.
  void Write(int index, int loosest) {
    const Expr& expr = formula_.nodes[index];
    const bool parentheses = BindingOf(expr.op) < loosest;
    if (parentheses) out_ += '(';
    WriteBare(expr);
    if (parentheses) out_ += ')';
  }

  void WriteBare(const Expr& expr) {
    const int binding = BindingOf(expr.op);
    if (const Infix infix = InfixOf(expr.op); infix.symbol != nullptr) {
      Write(expr.args[0], binding + (binding == kComparisonBinding ? 1 : 0));
      out_ += infix.symbol;
      return Write(expr.args[1], binding + 1);
    }
    switch (expr.op) {
      case Op::kNumber:
        out_ += ShortestDecimal(expr.number);
        return;
      case Op::kVariable:
        out_ += substitute_(expr.name);
        return;
      case Op::kNot:
        out_ += "not ";
        return Write(expr.args[0], binding);
      case Op::kNegate:
        out_ += "-";
        return Write(expr.args[0], binding);
      default:
        return WriteCall(expr);
    }
  }

  void WriteCall(const Expr& expr) {
    out_ += FunctionName(expr.op);
    out_ += '(';
    for (size_t i = 0; i < expr.args.size(); ++i) {
      if (i > 0) out_ += ", ";
      Write(expr.args[i], 1);
    }
    out_ += ')';
  }

  const Formula& formula_;
  absl::FunctionRef<std::string(const std::string&)> substitute_;
  std::string out_;
};

}  // namespace

std::string CanonicalText(const Formula& formula) {
  return Render(formula, [](const std::string& name) { return name; });
}

std::string PartText(const Formula& formula, int index) {
  const auto keep = [](const std::string& name) { return name; };
  return Writer(formula, keep).Text(index);
}

std::string Render(const Formula& formula,
                   absl::FunctionRef<std::string(const std::string& name)> substitute) {
  return Writer(formula, substitute).Text(static_cast<int>(formula.nodes.size()) - 1);
}

std::vector<std::string> VariablesOf(const Formula& formula) {
  std::vector<const Expr*> uses;
  for (const Expr& expr : formula.nodes) {
    if (expr.op == Op::kVariable) uses.push_back(&expr);
  }
  std::sort(uses.begin(), uses.end(),
            [](const Expr* a, const Expr* b) { return a->column < b->column; });
  std::vector<std::string> names;
  std::unordered_set<std::string> seen;
  for (const Expr* use : uses) {
    if (seen.insert(use->name).second) names.push_back(use->name);
  }
  return names;
}

std::string BareVariable(const Formula& formula) {
  return formula.root().op == Op::kVariable ? formula.root().name : "";
}

}  // namespace tarazy::rankings
