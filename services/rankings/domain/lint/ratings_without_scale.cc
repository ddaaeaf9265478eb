// ratings_without_scale: ratings without `min` and `max`: no faulty one can be told.
#include "services/rankings/domain/lint/report.h"
#include "services/rankings/domain/lint/rules.h"

namespace tarazy::rankings {

void LintRatings(const Methodology& methodology, std::vector<Finding>& findings) {
  for (const Variable& variable : methodology.variables) {
    if (!variable.ratings || (variable.min && variable.max)) continue;
    const char* lacks = variable.min ? "max" : variable.max ? "min" : "min and max";
    AddWarning("ratings_without_scale", variable.name,
               absl::StrCat("the ratings have no scale (", lacks,
                            "), so that a mistyped one cannot be told"),
               findings);
  }
}

}  // namespace tarazy::rankings
