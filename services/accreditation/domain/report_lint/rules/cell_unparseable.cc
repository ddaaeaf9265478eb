// cell_unparseable: where a figure ought to stand, what stands there is none.
#include <string>

#include "absl/strings/str_cat.h"
#include "services/accreditation/domain/report_lint/figures.h"
#include "services/accreditation/domain/report_lint/rules.h"

namespace tarazy::accreditation::report_lint {
namespace {

void CheckText(absl::string_view key, absl::string_view what, absl::string_view text, bool reads,
               const v1::Place* place, Findings& findings) {
  if (IsBlank(text)) return;
  findings.Compared();
  if (reads) return;
  findings.Add(key, absl::StrCat(what, " prints \"", text, "\", which is no figure"),
               {place, std::string(text)}, {});
}

void CheckTable(const v1::PrintedTable& table, Findings& findings) {
  for (const v1::PrintedRow& row : table.rows()) {
    const v1::Place* place = row.has_place() ? &row.place() : PlaceOf(table);
    for (int i = 0; i < table.columns_size(); ++i) {
      const v1::PrintedColumn& column = table.columns(i);
      if (column.measure() == v1::MEASURE_UNSPECIFIED) continue;
      const absl::string_view cell = CellAt(row, i);
      CheckText(absl::StrCat(table.id(), "/", row.id(), "/", column.id()),
                absl::StrCat(table.id(), ", column ", column.id()), cell,
                ReadCell(column, cell).has_value(), place, findings);
    }
    if (row.cells_size() > table.columns_size()) {
      findings.Add(absl::StrCat(table.id(), "/", row.id()),
                   absl::StrCat("a row of ", table.id(), " has ", row.cells_size(), " cells under ",
                                table.columns_size(), " columns"),
                   {place, absl::StrCat(row.cells_size())},
                   {PlaceOf(table), absl::StrCat(table.columns_size())});
    }
  }
}

// A claim of the same words or dates needs no figure.
void CheckClaim(const v1::Claim& claim, Findings& findings) {
  if (claim.kind() == v1::CLAIM_KIND_SAME) return;
  CheckText(absl::StrCat("claim/", claim.id()), absl::StrCat("claim ", claim.id()), claim.printed(),
            ParsePrinted(claim.printed()).has_value(), PlaceOf(claim), findings);
  for (const auto* figures : {&claim.parts(), &claim.wholes()}) {
    for (const v1::Figure& figure : *figures) {
      if (figure.from_case() != v1::Figure::kPrinted) continue;
      CheckText(absl::StrCat("claim/", claim.id(), "/", figure.printed()),
                absl::StrCat("what claim ", claim.id(), " rests on"), figure.printed(),
                ParsePrinted(figure.printed()).has_value(),
                figure.has_place() ? &figure.place() : PlaceOf(claim), findings);
    }
  }
}

void CheckSurvey(const v1::PrintedSurvey& survey, Findings& findings) {
  for (const v1::PrintedItem& item : survey.items()) {
    const v1::Place* place = item.has_place() ? &item.place() : PlaceOf(survey);
    for (const v1::PrintedOption& option : item.options()) {
      const std::string key = absl::StrCat(survey.id(), "/", item.id(), "/", option.label());
      const std::string what =
          absl::StrCat(survey.id(), ", item ", item.id(), ", ", option.label());
      const auto count = ParsePrinted(option.printed_count());
      CheckText(absl::StrCat(key, "/count"), what, option.printed_count(),
                count && (!option.has_count() || count->value == option.count()), place, findings);
      CheckText(absl::StrCat(key, "/percent"), what, option.percent(),
                ParsePrinted(option.percent()).has_value(), place, findings);
    }
  }
  for (const v1::ProgrammeAnswers& answers : survey.programmes()) {
    CheckText(absl::StrCat(survey.id(), "/programme/", answers.programme()),
              absl::StrCat(survey.id(), ", ", answers.programme()), answers.percent(),
              ParsePrinted(answers.percent()).has_value(),
              answers.has_place() ? &answers.place() : PlaceOf(survey), findings);
  }
}

}  // namespace

void CellUnparseable(const Subject& subject, Findings& findings) {
  for (const v1::PrintedTable& table : subject.report.tables()) CheckTable(table, findings);
  for (const v1::Claim& claim : subject.report.claims()) CheckClaim(claim, findings);
  for (const v1::PrintedSurvey& survey : subject.report.surveys()) CheckSurvey(survey, findings);
}

}  // namespace tarazy::accreditation::report_lint
