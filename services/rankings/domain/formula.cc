#include "services/rankings/domain/formula.h"

#include <algorithm>
#include <unordered_set>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
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

class Writer {
 public:
  Writer(const Formula& formula, absl::FunctionRef<std::string(const std::string&)> substitute)
      : formula_(formula), substitute_(substitute) {}

  // `loosest` is the lowest binding that may stand here without parentheses.
  std::string Write(int index, int loosest) const {
    const Expr& expr = formula_.nodes[index];
    int binding = kPrimaryBinding;
    std::string text = WriteBare(expr, binding);
    return binding < loosest ? absl::StrCat("(", text, ")") : text;
  }

 private:
  std::string WriteBare(const Expr& expr, int& binding) const {
    if (const Infix infix = InfixOf(expr.op); infix.symbol != nullptr) {
      binding = infix.binding;
      const int left = binding + (binding == kComparisonBinding ? 1 : 0);
      return absl::StrCat(Write(expr.args[0], left), infix.symbol,
                          Write(expr.args[1], binding + 1));
    }
    switch (expr.op) {
      case Op::kNumber:
        return ShortestDecimal(expr.number);
      case Op::kVariable:
        return substitute_(expr.name);
      case Op::kNot:
        binding = kNotBinding;
        return absl::StrCat("not ", Write(expr.args[0], kNotBinding));
      case Op::kNegate:
        binding = kNegateBinding;
        return absl::StrCat("-", Write(expr.args[0], kNegateBinding));
      default: {
        const auto write = [this](std::string* out, int arg) { out->append(Write(arg, 1)); };
        return absl::StrCat(FunctionName(expr.op), "(", absl::StrJoin(expr.args, ", ", write), ")");
      }
    }
  }

  const Formula& formula_;
  absl::FunctionRef<std::string(const std::string&)> substitute_;
};

}  // namespace

std::string CanonicalText(const Formula& formula) {
  return Render(formula, [](const std::string& name) { return name; });
}

std::string PartText(const Formula& formula, int index) {
  return Writer(formula, [](const std::string& name) { return name; }).Write(index, 1);
}

std::string Render(const Formula& formula,
                   absl::FunctionRef<std::string(const std::string& name)> substitute) {
  return Writer(formula, substitute).Write(static_cast<int>(formula.nodes.size()) - 1, 1);
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
