// Whether percentages printed without their counts can come from whole people.
#pragma once

#include <vector>

#include "services/accreditation/domain/report_lint/printed_number.h"

namespace tarazy::accreditation::report_lint {

enum class RowFit {
  kExact,   // each is some k/n
  kForced,  // nearest counts add up to n, and as few as needed were changed to make the row print
            // 100
  kNone,
};

// Of a single-answer row: `n` people, each in one cell. Zeros are left out. `n` > 0.
RowFit FitRow(const std::vector<PrintedNumber>& percents, double n);

}  // namespace tarazy::accreditation::report_lint
