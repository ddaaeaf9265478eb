// document_older_than_its_data: a paper reports no data from after its date.
#include <string>

#include "absl/strings/str_cat.h"
#include "services/accreditation/domain/record/dates.h"
#include "services/accreditation/domain/report_lint/rules.h"
#include "services/accreditation/domain/report_lint/rules/act_days.h"

namespace tarazy::accreditation::report_lint {

void DocumentOlderThanItsData(const Subject& subject, Findings& findings) {
  for (const v1::Act& act : subject.report.acts()) {
    const auto day = DayOf(subject, act);
    if (!day) continue;
    for (const std::string& id : act.reports_tables()) {
      const v1::PrintedTable* table = Find(subject.tables, id);
      if (table == nullptr) continue;
      const auto until = ParseDay(table->data_until());
      if (!until) continue;
      findings.Compared();
      if (*day >= *until) continue;
      findings.Add(absl::StrCat(act.id(), "/", table->id()),
                   absl::StrCat(NameOf(act), " of ", ShowDay(act), " reports ", table->id(),
                                ", whose data go to ", table->data_until()),
                   {PlaceOf(act), ShowDay(act)}, {PlaceOf(*table), table->data_until()});
    }
  }
}

}  // namespace tarazy::accreditation::report_lint
