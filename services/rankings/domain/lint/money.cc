// money_times_100: "funding / staff * 100" is no percentage; money over money is one.
#include <unordered_set>

#include "services/rankings/domain/lint/report.h"
#include "services/rankings/domain/lint/rules.h"
#include "services/rankings/domain/lint/units_of_measure.h"

namespace tarazy::rankings {
namespace {

using MoneyNames = std::unordered_set<std::string>;

class MoneyCheck {
 public:
  MoneyCheck(const Formula& formula, const MoneyNames& money)
      : formula_(formula), money_(money), power_(formula.nodes.size(), 0) {}

  // True when some product has a literal factor 100 and is an amount of money.
  bool Finds() {
    for (size_t i = 0; i < formula_.nodes.size(); ++i) power_[i] = PowerOf(formula_.nodes[i]);
    return Visit(static_cast<int>(formula_.nodes.size()) - 1);
  }

 private:
  static bool IsProduct(Op op) { return op == Op::kMultiply || op == Op::kDivide; }

  int Strongest(const std::vector<int>& args, size_t from) const {
    for (size_t i = from; i < args.size(); ++i) {
      if (power_[args[i]] != 0) return power_[args[i]];
    }
    return 0;
  }

  // The exponent of money: 1 for an amount, 0 for what is none, -1 for "per tenge".
  int PowerOf(const Expr& expr) const {
    switch (expr.op) {
      case Op::kVariable:
        return money_.contains(expr.name) ? 1 : 0;
      case Op::kMultiply:
        return power_[expr.args[0]] + power_[expr.args[1]];
      case Op::kDivide:
        return power_[expr.args[0]] - power_[expr.args[1]];
      case Op::kIf:
        return Strongest(expr.args, 1);
      case Op::kAdd:
      case Op::kSubtract:
      case Op::kNegate:
      case Op::kMin:
      case Op::kMax:
      case Op::kAbs:
      case Op::kSqrt:
        return Strongest(expr.args, 0);
      default:
        return 0;  // numbers, comparisons, logarithms
    }
  }

  // A literal 100 among the factors above the fraction line.
  bool HasHundred(int index, bool above) const {
    const Expr& expr = formula_.nodes[index];
    if (expr.op == Op::kNumber) return above && expr.number == 100;
    if (expr.op == Op::kNegate) return HasHundred(expr.args[0], above);
    if (!IsProduct(expr.op)) return false;
    return HasHundred(expr.args[0], above) ||
           HasHundred(expr.args[1], expr.op == Op::kMultiply ? above : !above);
  }

  // Looks at whole products, then at what stands inside their factors.
  bool Visit(int index) const {
    const Expr& expr = formula_.nodes[index];
    if (IsProduct(expr.op) && power_[index] != 0 && HasHundred(index, true)) return true;
    return VisitBelow(expr);
  }
  bool VisitBelow(const Expr& expr) const {
    for (const int arg : expr.args) {
      const bool same_product = IsProduct(expr.op) && IsProduct(formula_.nodes[arg].op);
      if (same_product ? VisitBelow(formula_.nodes[arg]) : Visit(arg)) return true;
    }
    return false;
  }

  const Formula& formula_;
  const MoneyNames& money_;
  std::vector<int> power_;  // [node]; arguments come before the nodes that use them
};

}  // namespace

void LintMoney(const Methodology& methodology, const Tree& tree, std::vector<Finding>& findings) {
  MoneyNames money;
  for (const Variable& variable : methodology.variables) {
    if (IsMoneyUnit(variable.unit)) money.insert(variable.name);
  }
  for (const Node* node : tree.nodes) {
    if (!node->is_leaf() || !node->value || !MoneyCheck(*node->value, money).Finds()) continue;
    AddWarning("money_times_100", node->code,
               absl::StrCat("multiplies an amount of money by 100 as if it were a share: ",
                            CanonicalText(*node->value)),
               findings);
  }
}

}  // namespace tarazy::rankings
