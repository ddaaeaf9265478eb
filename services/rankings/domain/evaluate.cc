#include "services/rankings/domain/evaluate.h"

#include <cmath>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "services/rankings/domain/correctly_rounded.h"

namespace tarazy::rankings {

absl::StatusOr<BoundFormula> BoundFormula::Bind(const Formula& formula,
                                                const VariableIndex& variables) {
  BoundFormula bound;
  bound.steps_.reserve(formula.nodes.size());
  for (const Expr& expr : formula.nodes) {
    Step step{.op = expr.op, .number = expr.number};
    step.first_arg = static_cast<int>(bound.args_.size());
    step.args = static_cast<int>(expr.args.size());
    bound.args_.insert(bound.args_.end(), expr.args.begin(), expr.args.end());
    if (expr.op == Op::kVariable) {
      const auto found = variables.find(expr.name);
      if (found == variables.end()) {
        return InvalidArgument(Reason::kMethodologyInvalid,
                               absl::StrCat("the variable ", expr.name, " is not declared"));
      }
      step.variable = found->second;
    }
    bound.steps_.push_back(step);
  }
  return bound;
}

int BoundFormula::bare_variable() const {
  return steps_.back().op == Op::kVariable ? steps_.back().variable : -1;
}

// One evaluation. Every function returns false to stop; `outcome` then says why.
struct BoundFormula::Run {
  const BoundFormula& formula;
  const Dataset& dataset;
  int unit;
  const absl::FunctionRef<void(int)>* read;
  Outcome outcome = Outcome::kValue;

  bool Eval(int index, double& out) {
    const Step& step = formula.steps_[index];
    const int* args = formula.args_.data() + step.first_arg;
    switch (step.op) {
      case Op::kNumber:
        out = step.number;
        return true;
      case Op::kVariable:
        return Read(step.variable, out);
      case Op::kOr:
      case Op::kAnd:
        return ShortCircuit(step.op, args, out);
      case Op::kIf: {
        double condition;
        return Eval(args[0], condition) && Eval(args[condition != 0 ? 1 : 2], out);
      }
      case Op::kMin:
      case Op::kMax:
        return Extreme(step, args, out);
      case Op::kNot:
      case Op::kNegate:
      case Op::kAbs:
      case Op::kSqrt:
      case Op::kLog: {
        double operand;
        return Eval(args[0], operand) && Finite(Unary(step.op, operand), out);
      }
      default: {
        double left, right;
        return Eval(args[0], left) && Eval(args[1], right) &&
               Finite(Binary(step.op, left, right), out);
      }
    }
  }

  bool Read(int variable, double& out) {
    if (read != nullptr) (*read)(variable);
    out = dataset.columns[variable][unit];
    if (!IsAbsent(out)) return true;
    outcome = Outcome::kAbsent;
    return false;
  }

  bool ShortCircuit(Op op, const int* args, double& out) {
    double side;
    if (!Eval(args[0], side)) return false;
    const bool decided = op == Op::kOr ? side != 0 : side == 0;
    if (!decided && !Eval(args[1], side)) return false;
    out = side != 0 ? 1 : 0;
    return true;
  }

  bool Extreme(const Step& step, const int* args, double& out) {
    if (!Eval(args[0], out)) return false;
    for (int i = 1; i < step.args; ++i) {
      double other;
      if (!Eval(args[i], other)) return false;
      if (step.op == Op::kMin ? other < out : other > out) out = other;
    }
    return true;
  }

  static double Unary(Op op, double x) {
    switch (op) {
      case Op::kNot:
        return x == 0 ? 1 : 0;
      case Op::kNegate:
        return -x;
      case Op::kAbs:
        return std::fabs(x);
      case Op::kSqrt:
        return std::sqrt(x);
      default:
        return CorrectlyRoundedLog(x);
    }
  }

  static double Binary(Op op, double a, double b) {
    switch (op) {
      case Op::kLess:
        return a < b ? 1 : 0;
      case Op::kLessEqual:
        return a <= b ? 1 : 0;
      case Op::kGreater:
        return a > b ? 1 : 0;
      case Op::kGreaterEqual:
        return a >= b ? 1 : 0;
      case Op::kEqual:
        return a == b ? 1 : 0;
      case Op::kNotEqual:
        return a != b ? 1 : 0;
      case Op::kAdd:
        return a + b;
      case Op::kSubtract:
        return a - b;
      case Op::kMultiply:
        return a * b;
      default:
        return a / b;
    }
  }

  bool Finite(double value, double& out) {
    out = value == 0 ? 0.0 : value;  // no minus zero: stores need not keep it
    if (std::isfinite(value)) return true;
    outcome = Outcome::kUndefined;
    return false;
  }

  Evaluation Result() {
    double value;
    if (Eval(static_cast<int>(formula.steps_.size()) - 1, value)) return {Outcome::kValue, value};
    return {outcome, kAbsent};
  }
};

Evaluation BoundFormula::At(const Dataset& dataset, int unit) const {
  return Run{*this, dataset, unit, nullptr}.Result();
}

Evaluation BoundFormula::Trace(const Dataset& dataset, int unit,
                               absl::FunctionRef<void(int)> read) const {
  return Run{*this, dataset, unit, &read}.Result();
}

}  // namespace tarazy::rankings
