// share_of_numerator: a printed percentage is its numerator over its denominator.
#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"
#include "services/accreditation/domain/report_lint/figures.h"
#include "services/accreditation/domain/report_lint/rules.h"

namespace tarazy::accreditation::report_lint {
namespace {

void CheckTable(const v1::PrintedTable& table, Findings& findings) {
  for (int i = 0; i < table.columns_size(); ++i) {
    const v1::PrintedColumn& column = table.columns(i);
    const int top = ColumnIndex(table, column.numerator());
    const int bottom = ColumnIndex(table, column.denominator());
    if (column.measure() != v1::MEASURE_PERCENT || top < 0 || bottom < 0) continue;
    for (const v1::PrintedRow& row : table.rows()) {
      if (row.kind() == v1::ROW_KIND_AVERAGE) continue;
      const absl::string_view cell = CellAt(row, i);
      const auto printed = ReadCell(column, cell);
      const auto part = ReadCell(table.columns(top), CellAt(row, top));
      const auto whole = ReadCell(table.columns(bottom), CellAt(row, bottom));
      if (!printed || !part || !whole || whole->value <= 0) continue;
      findings.Compared();
      const double share = 100 * part->value / whole->value;
      if (Fits(*printed, {share, 0})) continue;
      const std::string computed = ShowNumber(share, std::max(printed->decimals, 1));
      findings.Add(absl::StrCat(table.id(), "/", row.id(), "/", column.id()),
                   absl::StrCat(table.id(), ", ", row.title().empty() ? row.id() : row.title(),
                                ": ", cell, " % is printed for ", CellAt(row, top), " of ",
                                CellAt(row, bottom), ", which is ", computed, " %"),
                   {row.has_place() ? &row.place() : PlaceOf(table), std::string(cell)},
                   {nullptr, computed});
    }
  }
}

// How many of an item's percentages are their count over n.
int Fitting(const v1::PrintedItem& item, double n) {
  return static_cast<int>(
      std::count_if(item.options().begin(), item.options().end(), [&](const v1::PrintedOption& o) {
        const auto printed = ParsePrinted(o.percent());
        return o.has_count() && printed && Fits(*printed, {100 * o.count() / n, 0});
      }));
}

// Everybody who answered the survey, or those who answered the item, whichever explains more.
double BaseOf(const v1::PrintedSurvey& survey, const v1::PrintedItem& item) {
  double sum = 0;
  for (const v1::PrintedOption& option : item.options()) sum += option.count();
  const double all = survey.answered();
  if (item.several_answers() || sum <= 0 || sum >= all) return all;
  return Fitting(item, sum) > Fitting(item, all) ? sum : all;
}

void CheckShare(absl::string_view key, absl::string_view what, absl::string_view percent, int count,
                double n, const v1::Place* place, Findings& findings) {
  const auto printed = ParsePrinted(percent);
  if (!printed || n <= 0) return;
  findings.Compared();
  const double share = 100 * count / n;
  if (Fits(*printed, {share, 0})) return;
  const std::string computed = ShowNumber(share, std::max(printed->decimals, 1));
  findings.Add(key,
               absl::StrCat(what, ": ", percent, " is printed for ", count, " of ", ShowShort(n),
                            ", which is ", computed, " %"),
               {place, std::string(percent)}, {nullptr, computed});
}

void CheckSurvey(const v1::PrintedSurvey& survey, Findings& findings) {
  if (survey.answered() <= 0) return;
  for (const v1::PrintedItem& item : survey.items()) {
    const double n = BaseOf(survey, item);
    for (const v1::PrintedOption& option : item.options()) {
      if (!option.has_count()) continue;
      CheckShare(absl::StrCat(survey.id(), "/", item.id(), "/", option.label()),
                 absl::StrCat(survey.id(), ", item ", item.id(), ", ", option.label()),
                 option.percent(), option.count(), n,
                 item.has_place() ? &item.place() : PlaceOf(survey), findings);
    }
  }
  for (const v1::ProgrammeAnswers& answers : survey.programmes()) {
    CheckShare(absl::StrCat(survey.id(), "/programme/", answers.programme()),
               absl::StrCat(survey.id(), ", ", answers.programme()), answers.percent(),
               answers.count(), survey.answered(),
               answers.has_place() ? &answers.place() : PlaceOf(survey), findings);
  }
}

}  // namespace

void ShareOfNumerator(const Subject& subject, Findings& findings) {
  for (const v1::PrintedTable& table : subject.report.tables()) CheckTable(table, findings);
  for (const v1::PrintedSurvey& survey : subject.report.surveys()) CheckSurvey(survey, findings);
}

}  // namespace tarazy::accreditation::report_lint
