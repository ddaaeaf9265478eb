// period_against_columns: a table shows as many periods as the text says it covers.
#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "services/accreditation/domain/report_lint/rules.h"
#include "services/accreditation/domain/report_lint/words.h"

namespace tarazy::accreditation::report_lint {

void PeriodAgainstColumns(const Subject& subject, Findings& findings) {
  for (const v1::PrintedTable& table : subject.report.tables()) {
    std::set<std::string> periods;
    std::string shown;
    for (const v1::PrintedColumn& column : table.columns()) {
      if (column.period().empty() || !periods.insert(Folded(column.period())).second) continue;
      absl::StrAppend(&shown, shown.empty() ? "" : ", ", column.period());
    }
    if (table.claimed_periods() == 0 || periods.empty()) continue;
    findings.Compared();
    if (static_cast<int>(periods.size()) == table.claimed_periods()) continue;
    findings.Add(
        table.id(),
        absl::StrCat("the text says that ", table.id(), " covers ", table.claimed_periods(),
                     " periods, but its columns are of ", periods.size()),
        {PlaceOf(table), absl::StrCat(table.claimed_periods())}, {PlaceOf(table), shown});
  }
}

}  // namespace tarazy::accreditation::report_lint
