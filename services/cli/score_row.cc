#include "services/cli/score_row.h"

namespace tarazy::cli {

Value DecimalValue(const std::string& digits) {
  if (digits.empty()) return std::monostate();
  return Decimal{digits};
}

Value Figure(bool present, double value) {
  if (!present) return std::monostate();
  return value;
}

std::vector<Column> ScoreColumns() {
  return {{"code"},       {"value"}, {"normalised"},  {"points"},
          {"max_points"}, {"rank"},  {"contribution"}};
}

std::vector<Value> ScoreRow(const rankings::v1::NodeScore& score) {
  return {score.code(),
          Figure(score.has_value(), score.value()),
          Figure(score.has_normalised(), score.normalised()),
          Figure(score.has_points(), score.points()),
          score.max_points(),
          score.has_rank() ? Value(int64_t{score.rank()}) : Value(),
          DecimalValue(score.contribution())};
}

}  // namespace tarazy::cli
