// counts_against_record: a chapter counts the marks that the commission agreed on.
#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/accreditation/domain/report_lint/rules.h"
#include "services/accreditation/domain/report_lint/rules/mark_counts.h"

namespace tarazy::accreditation::report_lint {
namespace {

// The programme's count of a standard, or of all; null when a mark there is missing.
const v1::PrintedCount* Complete(const Subject& subject, const v1::ProgrammeTotals& totals,
                                 absl::string_view standard) {
  const bool missing = std::any_of(
      totals.unmarked().begin(), totals.unmarked().end(), [&](const std::string& criterion) {
        const v1::Standard* own = Find(subject.standard_of, criterion);
        return standard.empty() || (own != nullptr && own->code() == standard);
      });
  if (missing) return nullptr;
  if (standard.empty()) return &totals.total();
  for (const v1::PrintedCount& count : totals.standards()) {
    if (count.standard() == standard) return &count;
  }
  return nullptr;
}

// What the text says nothing of is not compared.
bool Agrees(const v1::PrintedCount& printed, MarkCounts record) {
  return std::all_of(
      printed.marks().begin(), printed.marks().end(),
      [&](const v1::MarkCount& entry) { return record[entry.mark()] == entry.count(); });
}

}  // namespace

void CountsAgainstRecord(const Subject& subject, Findings& findings) {
  if (subject.report.counts().empty()) return;
  const std::vector<v1::ProgrammeTotals> all = CountMarks(subject.record, subject.framework);
  for (const v1::PrintedCount& printed : subject.report.counts()) {
    std::vector<MarkCounts> counted;
    for (const v1::ProgrammeTotals& totals : all) {
      const v1::PrintedCount* count = Complete(subject, totals, printed.standard());
      if (count != nullptr) counted.push_back(CountsOf(*count));
    }
    if (counted.empty()) continue;
    findings.Compared();
    const bool agrees = std::any_of(counted.begin(), counted.end(),
                                    [&](const MarkCounts& own) { return Agrees(printed, own); });
    if (agrees) continue;
    const std::string standard =
        printed.standard().empty() ? "all" : absl::StrCat(printed.standard());
    findings.Add(standard,
                 absl::StrCat("the text counts ", ShowCounts(CountsOf(printed)), " in standard ",
                              standard, ", but the record has ", ShowCounts(counted[0])),
                 {PlaceOf(printed), ShowCounts(CountsOf(printed))},
                 {nullptr, ShowCounts(counted[0])});
  }
}

}  // namespace tarazy::accreditation::report_lint
