// date_read_otherwise: the record takes a printed date for the day that it is.
#include <string>

#include "absl/strings/str_cat.h"
#include "services/accreditation/domain/record/dates.h"
#include "services/accreditation/domain/report_lint/rules.h"
#include "services/accreditation/domain/report_lint/words.h"

namespace tarazy::accreditation::report_lint {

void DateReadOtherwise(const Subject& subject, Findings& findings) {
  for (const DateMention& date : subject.dates.all()) {
    const auto read = subject.dates.Read(date.day, date.place);
    if (!date.recorded || !read) continue;
    findings.Compared();
    if (*date.recorded == *read) continue;
    findings.Add(absl::StrCat(Slug(date.about), "/", Slug(date.printed)),
                 absl::StrCat(date.printed, " is ", FormatDay(*read),
                              ", but the record takes it for ", FormatDay(*date.recorded)),
                 {date.place, std::string(date.printed)}, {nullptr, FormatDay(*date.recorded)});
  }
}

}  // namespace tarazy::accreditation::report_lint
