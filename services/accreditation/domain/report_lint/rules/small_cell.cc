// small_cell: answers of a group so small that its people can be told are not printed.
#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"
#include "services/accreditation/domain/report_lint/figures.h"
#include "services/accreditation/domain/report_lint/rules.h"

namespace tarazy::accreditation::report_lint {
namespace {

// The usual threshold of published survey results.
constexpr double kSmallestGroup = 5;

void CheckTable(const v1::PrintedTable& table, Findings& findings) {
  for (int i = 0; i < table.columns_size(); ++i) {
    const v1::PrintedColumn& column = table.columns(i);
    const int bottom = ColumnIndex(table, column.denominator());
    if (column.measure() != v1::MEASURE_PERCENT || bottom < 0) continue;
    for (const v1::PrintedRow& row : table.rows()) {
      const auto n = ReadCell(table.columns(bottom), CellAt(row, bottom));
      if (!n || n->value <= 0 || IsBlank(CellAt(row, i))) continue;
      findings.Compared();
      if (n->value >= kSmallestGroup) continue;
      findings.Add(absl::StrCat(table.id(), "/", row.id(), "/", column.id()),
                   absl::StrCat(table.id(), " prints a share of a group of ", ShowShort(n->value),
                                ": its people can be told"),
                   {row.has_place() ? &row.place() : PlaceOf(table), std::string(CellAt(row, i))},
                   {nullptr, ShowShort(n->value)});
    }
  }
}

void CheckSurvey(const v1::PrintedSurvey& survey, Findings& findings) {
  const bool printed =
      std::any_of(survey.items().begin(), survey.items().end(),
                  [](const v1::PrintedItem& item) { return !item.options().empty(); });
  if (!printed || survey.answered() <= 0) return;
  findings.Compared();
  if (survey.answered() >= kSmallestGroup) return;
  findings.Add(survey.id(),
               absl::StrCat(survey.id(), " prints the answers of a group of ", survey.answered(),
                            ": its people can be told"),
               {PlaceOf(survey), absl::StrCat(survey.answered())}, {});
}

}  // namespace

void SmallCell(const Subject& subject, Findings& findings) {
  for (const v1::PrintedTable& table : subject.report.tables()) CheckTable(table, findings);
  for (const v1::PrintedSurvey& survey : subject.report.surveys()) CheckSurvey(survey, findings);
}

}  // namespace tarazy::accreditation::report_lint
