// A formula's value for one unit: left to right, only the branches taken, stopping at the first
// absent variable or value that is not a finite number.
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "services/rankings/domain/dataset.h"
#include "services/rankings/domain/formula.h"

namespace tarazy::rankings {

enum class Outcome : uint8_t {
  kValue,
  kAbsent,     // a used variable has no value
  kUndefined,  // a step gave infinity or not a number
};

struct Evaluation {
  Outcome outcome = Outcome::kValue;
  double value = 0;  // finite with kValue, else kAbsent's NaN
};

using VariableIndex = std::unordered_map<std::string, int>;

// A formula whose names are resolved to columns.
class BoundFormula {
 public:
  // INVALID_ARGUMENT for a name that `variables` lacks.
  static absl::StatusOr<BoundFormula> Bind(const Formula& formula, const VariableIndex& variables);

  // The column when the formula is a single variable, else -1.
  int bare_variable() const;

  Evaluation At(const Dataset& dataset, int unit) const;

  // The same; `read` is told every variable that evaluation reads, each time it does.
  Evaluation Trace(const Dataset& dataset, int unit, absl::FunctionRef<void(int)> read) const;

 private:
  struct Step {
    Op op = Op::kNumber;
    double number = 0;
    int variable = -1;
    int first_arg = 0;  // into args_
    int args = 0;
  };
  struct Run;

  std::vector<Step> steps_;
  std::vector<int> args_;
};

}  // namespace tarazy::rankings
