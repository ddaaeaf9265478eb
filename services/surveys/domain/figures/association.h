// How much two questions have to do with each other.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

namespace tarazy::surveys {

// The probability that chi-squared with this many degrees of freedom (at least 1) is larger than
// `value` (at least 0).
double ChiSquaredTail(double value, int degrees_of_freedom);

struct Association {
  double chi_squared = 0;
  int degrees_of_freedom = 1;
  double p_value = 1;
  double cramers_v = 0;       // √(χ² / (n · (min(rows, columns) − 1))), 0 to 1
  double small_expected = 0;  // cells whose expected count is below 5, in percent (Cochran 1954)
};

// Pearson's test of independence. Rows and columns of which nobody chose anything are left out:
// they were not observed. Nothing when fewer than two rows or columns remain. All rows are of one
// length.
std::optional<Association> AssociationOf(const std::vector<std::vector<int64_t>>& counts);

}  // namespace tarazy::surveys
