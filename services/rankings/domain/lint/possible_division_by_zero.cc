// possible_division_by_zero: a divisor that its variables' bounds and the guards around it do not
// keep from 0. Recognised guards: if(b > 0, a / b, c), b != 0, b >= k, with and, or, not.
#include <map>
#include <set>
#include <string>

#include "services/rankings/domain/lint/interval.h"
#include "services/rankings/domain/lint/report.h"
#include "services/rankings/domain/lint/rules.h"

namespace tarazy::rankings {
namespace {

using Facts = std::map<std::string, Interval>;  // canonical text of a part -> what is known of it

constexpr Interval kTruth{0, 1, false};

class DivisionCheck {
 public:
  DivisionCheck(const Formula& formula, const Facts& variables)
      : formula_(formula), variables_(variables) {}

  // The divisors that can be 0, as text.
  const std::set<std::string>& Run() {
    Range(static_cast<int>(formula_.nodes.size()) - 1, Facts{});
    return found_;
  }

 private:
  Interval Range(int index, const Facts& facts) {
    Interval range = Bare(index, facts);
    if (const auto fact = facts.find(PartText(formula_, index)); fact != facts.end()) {
      range = Both(range, fact->second);
    }
    return range;
  }

  Interval Bare(int index, const Facts& facts) {
    const Expr& expr = formula_.nodes[index];
    const auto arg = [&](int i) { return Range(expr.args[i], facts); };
    switch (expr.op) {
      case Op::kNumber:
        return {expr.number, expr.number, false};
      case Op::kVariable: {
        const auto known = variables_.find(expr.name);
        return known == variables_.end() ? Interval{} : known->second;
      }
      case Op::kAdd:
        return Add(arg(0), arg(1));
      case Op::kSubtract:
        return Add(arg(0), Negate(arg(1)));
      case Op::kMultiply:
        return Multiply(arg(0), arg(1));
      case Op::kDivide:
        return Quotient(expr, facts);
      case Op::kNegate:
        return Negate(arg(0));
      case Op::kAbs:
        return Absolute(arg(0));
      case Op::kSqrt:
        return SquareRoot(arg(0));
      case Op::kLog:
        arg(0);
        return {};
      case Op::kMin:
      case Op::kMax:
        return Extreme(expr, facts);
      case Op::kIf:
        return Choice(expr, facts);
      case Op::kAnd:
      case Op::kOr:
        arg(0);
        Range(expr.args[1], Learn(expr.args[0], expr.op == Op::kAnd, facts));
        return kTruth;
      default:  // comparisons, not
        for (const int part : expr.args) Range(part, facts);
        return kTruth;
    }
  }

  Interval Quotient(const Expr& expr, const Facts& facts) {
    const Interval dividend = Range(expr.args[0], facts);
    const Interval divisor = Range(expr.args[1], facts);
    if (!divisor.CanBeZero()) return Divide(dividend, divisor);
    found_.insert(PartText(formula_, expr.args[1]));
    return {};
  }

  Interval Extreme(const Expr& expr, const Facts& facts) {
    Interval range = Range(expr.args[0], facts);
    for (size_t i = 1; i < expr.args.size(); ++i) {
      const Interval other = Range(expr.args[i], facts);
      range = expr.op == Op::kMin ? Minimum(range, other) : Maximum(range, other);
    }
    return range;
  }

  Interval Choice(const Expr& expr, const Facts& facts) {
    Range(expr.args[0], facts);
    const Interval yes = Range(expr.args[1], Learn(expr.args[0], true, facts));
    const Interval no = Range(expr.args[2], Learn(expr.args[0], false, facts));
    return Either(yes, no);
  }

  // What is known once `condition` turned out true (or not).
  Facts Learn(int condition, bool truth, Facts facts) const {
    const Expr& expr = formula_.nodes[condition];
    if (expr.op == Op::kNot) return Learn(expr.args[0], !truth, std::move(facts));
    if (expr.op == (truth ? Op::kAnd : Op::kOr)) {
      return Learn(expr.args[1], truth, Learn(expr.args[0], truth, std::move(facts)));
    }
    Op op = expr.op;
    if (op < Op::kLess || op > Op::kNotEqual) {
      if (truth) Note(condition, {.nonzero = true}, facts);  // if(b, a / b, c)
      return facts;
    }
    int part = expr.args[0], number = expr.args[1];
    if (formula_.nodes[part].op == Op::kNumber) {
      std::swap(part, number);
      op = Mirrored(op);
    }
    if (formula_.nodes[number].op != Op::kNumber) return facts;
    Note(part, Implied(truth ? op : Opposite(op), formula_.nodes[number].number), facts);
    return facts;
  }

  void Note(int part, const Interval& known, Facts& facts) const {
    const auto [place, added] = facts.emplace(PartText(formula_, part), known);
    if (!added) place->second = Both(place->second, known);
  }

  static Interval Implied(Op op, double k) {
    switch (op) {
      case Op::kGreater:
        return {.lo = k, .nonzero = k >= 0};
      case Op::kGreaterEqual:
        return {.lo = k};
      case Op::kLess:
        return {.hi = k, .nonzero = k <= 0};
      case Op::kLessEqual:
        return {.hi = k};
      case Op::kEqual:
        return {.lo = k, .hi = k};
      default:
        return {.nonzero = k == 0};
    }
  }

  static Op Mirrored(Op op) {
    switch (op) {
      case Op::kLess:
        return Op::kGreater;
      case Op::kLessEqual:
        return Op::kGreaterEqual;
      case Op::kGreater:
        return Op::kLess;
      case Op::kGreaterEqual:
        return Op::kLessEqual;
      default:
        return op;
    }
  }

  static Op Opposite(Op op) {
    switch (op) {
      case Op::kLess:
        return Op::kGreaterEqual;
      case Op::kLessEqual:
        return Op::kGreater;
      case Op::kGreater:
        return Op::kLessEqual;
      case Op::kGreaterEqual:
        return Op::kLess;
      case Op::kEqual:
        return Op::kNotEqual;
      default:
        return Op::kEqual;
    }
  }

  const Formula& formula_;
  const Facts& variables_;
  std::set<std::string> found_;
};

bool HasDivision(const Formula& formula) {
  for (const Expr& expr : formula.nodes) {
    if (expr.op == Op::kDivide) return true;
  }
  return false;
}

}  // namespace

void LintDivisions(const Methodology& methodology, const Tree& tree,
                   std::vector<Finding>& findings) {
  Facts variables;
  for (const Variable& variable : methodology.variables) {
    Interval bounds;
    if (variable.min) bounds.lo = *variable.min;
    if (variable.max) bounds.hi = *variable.max;
    variables.emplace(variable.name, bounds);
  }
  for (const Node* node : tree.nodes) {
    if (!node->is_leaf() || !node->value || !HasDivision(*node->value)) continue;
    DivisionCheck check(*node->value, variables);
    for (const std::string& divisor : check.Run()) {
      AddWarning("possible_division_by_zero", node->code,
                 absl::StrCat(divisor,
                              " can be 0; a unit where it is has no value here. State a "
                              "min above 0 or write if(",
                              divisor, " != 0, …, …)"),
                 findings);
    }
  }
}

}  // namespace tarazy::rankings
