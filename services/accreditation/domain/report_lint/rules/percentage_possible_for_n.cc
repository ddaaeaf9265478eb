// percentage_possible_for_n: a share of n people is k of them, for some whole k.
#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/accreditation/domain/report_lint/figures.h"
#include "services/accreditation/domain/report_lint/rules.h"
#include "services/accreditation/domain/report_lint/rules/item_sums.h"
#include "services/accreditation/domain/report_lint/rules/row_of_shares.h"

namespace tarazy::accreditation::report_lint {
namespace {

// How far below n missing answers may bring the base of one item.
constexpr double kFewestAnswering = 0.85;

std::string ShowNearest(const PrintedNumber& percent, double n) {
  const double count = std::round(percent.value * n / 100);
  return absl::StrCat(ShowNumber(count, 0), "/", ShowNumber(n, 0), " = ",
                      ShowNumber(100 * count / n, percent.decimals));
}

// The first cell that no k/n gives.
const PrintedNumber& FirstOff(const std::vector<PrintedNumber>& percents, double n) {
  for (const PrintedNumber& percent : percents) {
    if (!IsPossibleShare(percent, n)) return percent;
  }
  return percents[0];
}

// Why a row does not come from n people; empty: it does.
std::string Explain(const std::vector<PrintedNumber>& percents, double n) {
  const RowFit fit = FitRow(percents, n);
  if (fit == RowFit::kExact) return "";
  if (fit == RowFit::kForced) return "were forced to add up to 100";
  const double fewest = std::max(1.0, std::ceil(kFewestAnswering * n));
  for (double other = n - 1; other >= fewest; --other) {
    if (FitRow(percents, other) != RowFit::kNone) {
      return absl::StrCat("do not come from ", ShowNumber(n, 0), " answers, but would from ",
                          ShowNumber(other, 0));
    }
  }
  return absl::StrCat("do not come from ", ShowNumber(n, 0), " answers, nor from any number from ",
                      ShowNumber(fewest, 0), " up");
}

// Items whose counts are printed are held against them by share_of_numerator.
void CheckItem(const v1::PrintedSurvey& survey, const v1::PrintedItem& item, Findings& findings) {
  const ItemSums sums = SumsOf(item);
  const double n = survey.answered();
  if (n <= 0 || sums.some_counted || !sums.readable || sums.percents.empty()) return;
  findings.Compared();
  const PrintedNumber& off = FirstOff(sums.percents, n);
  std::string why;
  if (item.several_answers()) {
    if (!IsPossibleShare(off, n))
      why = absl::StrCat("do not come from ", survey.answered(), " people");
  } else {
    why = Explain(sums.percents, n);
  }
  if (why.empty()) return;
  const std::string printed =
      absl::StrJoin(sums.percents, " / ", [](std::string* out, const PrintedNumber& percent) {
        absl::StrAppend(out, ShowNumber(percent.value, percent.decimals));
      });
  findings.Add(
      absl::StrCat(survey.id(), "/", item.id()),
      absl::StrCat("the percentages of ", survey.id(), ", item ", item.id(), ", ", why, ": ",
                   ShowNumber(off.value, off.decimals), " is printed, ", ShowNearest(off, n)),
      {item.has_place() ? &item.place() : PlaceOf(survey), printed},
      {PlaceOf(survey), ShowNearest(off, n)});
}

void CheckClaim(const Subject& subject, const v1::Claim& claim, Findings& findings) {
  const auto printed = ParsePrinted(claim.printed());
  const auto wholes = ResolveAll(subject, claim.wholes());
  if (claim.kind() != v1::CLAIM_KIND_POSSIBLE || !printed || !wholes || wholes->empty()) return;
  const double n = Sum(*wholes).value;
  if (n < 1 || n != std::floor(n)) return;
  findings.Compared();
  if (IsPossibleShare(*printed, n)) return;
  findings.Add(
      absl::StrCat("claim/", claim.id()),
      absl::StrCat("the text says ", claim.printed(), " %, but no whole number of ",
                   ShowNumber(n, 0), " gives it; the nearest is ", ShowNearest(*printed, n)),
      {PlaceOf(claim), claim.printed()}, {(*wholes)[0].place, ShowNearest(*printed, n)});
}

void CheckTable(const v1::PrintedTable& table, Findings& findings) {
  for (int i = 0; i < table.columns_size(); ++i) {
    const v1::PrintedColumn& column = table.columns(i);
    const int bottom = ColumnIndex(table, column.denominator());
    if (column.measure() != v1::MEASURE_PERCENT || !column.numerator().empty() || bottom < 0) {
      continue;
    }
    for (const v1::PrintedRow& row : table.rows()) {
      const auto printed = ReadCell(column, CellAt(row, i));
      const auto n = ReadCell(table.columns(bottom), CellAt(row, bottom));
      if (!printed || !n || n->value < 1 || n->decimals > 0) continue;
      findings.Compared();
      if (IsPossibleShare(*printed, n->value)) continue;
      findings.Add(absl::StrCat(table.id(), "/", row.id(), "/", column.id()),
                   absl::StrCat(table.id(), " prints ", CellAt(row, i),
                                " %, but no whole number of ", CellAt(row, bottom),
                                " gives it; the nearest is ", ShowNearest(*printed, n->value)),
                   {row.has_place() ? &row.place() : PlaceOf(table), std::string(CellAt(row, i))},
                   {nullptr, ShowNearest(*printed, n->value)});
    }
  }
}

}  // namespace

void PercentagePossible(const Subject& subject, Findings& findings) {
  for (const v1::PrintedTable& table : subject.report.tables()) CheckTable(table, findings);
  for (const v1::Claim& claim : subject.report.claims()) CheckClaim(subject, claim, findings);
  for (const v1::PrintedSurvey& survey : subject.report.surveys()) {
    for (const v1::PrintedItem& item : survey.items()) CheckItem(survey, item, findings);
  }
}

}  // namespace tarazy::accreditation::report_lint
