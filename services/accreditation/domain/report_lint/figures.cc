#include "services/accreditation/domain/report_lint/figures.h"

#include <algorithm>
#include <iterator>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/accreditation/domain/report_lint/findings.h"
#include "services/accreditation/domain/report_lint/taken_figures.h"

namespace tarazy::accreditation::report_lint {
namespace {

using Figures = std::optional<std::vector<ResolvedFigure>>;

Figures One(double value, const v1::Place* place) {
  return std::vector<ResolvedFigure>{{{value, 0}, ShowShort(value), place}};
}

Figures FromPrinted(absl::string_view printed, const v1::Place* place) {
  const auto number = ParsePrinted(printed);
  if (!number) return std::nullopt;
  return std::vector<ResolvedFigure>{{number->quantity(), std::string(printed), place}};
}

Figures FromCells(const Subject& subject, const v1::CellReference& cell) {
  const v1::PrintedTable* table = Find(subject.tables, cell.table());
  if (table == nullptr) return std::nullopt;
  const int index = ColumnIndex(*table, cell.column());
  if (index < 0) return std::nullopt;
  std::vector<ResolvedFigure> found;
  for (const v1::PrintedRow& row : table->rows()) {
    if (cell.row().empty() ? row.kind() != v1::ROW_KIND_UNSPECIFIED : row.id() != cell.row()) {
      continue;
    }
    const absl::string_view text = CellAt(row, index);
    if (IsBlank(text) && cell.row().empty()) continue;
    const auto number = ReadCell(table->columns(index), text);
    if (!number) return std::nullopt;
    found.push_back({CellQuantity(table->columns(index), *number), std::string(text),
                     row.has_place() ? &row.place() : PlaceOf(*table)});
  }
  if (found.empty()) return std::nullopt;
  return found;
}

// What the options of one item add up to.
struct Answers {
  double count = 0;
  Quantity percent;
  bool all_counted = true;
  bool all_in_percent = true;
  int options = 0;
};

Answers Add(const v1::PrintedItem& item, const v1::AnswerReference& answer) {
  Answers sum;
  for (const v1::PrintedOption& option : item.options()) {
    const auto& wanted = answer.options();
    if (!wanted.empty() &&
        std::find(wanted.begin(), wanted.end(), option.label()) == wanted.end()) {
      continue;
    }
    ++sum.options;
    sum.all_counted = sum.all_counted && option.has_count();
    sum.count += option.count();
    const auto number = ParsePrinted(option.percent());
    sum.all_in_percent = sum.all_in_percent && number.has_value();
    if (number) {
      sum.percent.value += number->value;
      sum.percent.slack += number->half();
    }
  }
  return sum;
}

Figures FromAnswers(const Subject& subject, const v1::AnswerReference& answer) {
  const v1::PrintedSurvey* survey = Find(subject.surveys, answer.survey());
  if (survey == nullptr) {
    const v1::SurveyEvidence* evidence = Find(subject.evidence, answer.survey());
    if (evidence == nullptr) return std::nullopt;
    const std::optional<double> told = TakenFigure(*evidence, answer);
    if (!told.has_value()) return std::nullopt;
    return One(*told, nullptr);
  }
  if (survey->answered() == 0) return std::nullopt;
  const double n = survey->answered();
  if (answer.item().empty()) return One(n, PlaceOf(*survey));
  for (const v1::PrintedItem& item : survey->items()) {
    if (item.id() != answer.item()) continue;
    const Answers sum = Add(item, answer);
    if (sum.options == 0 || answer.options_size() > sum.options) return std::nullopt;
    const v1::Place* place = item.has_place() ? &item.place() : PlaceOf(*survey);
    if (sum.all_counted && !(answer.percent() && sum.all_in_percent)) {
      return One(answer.percent() ? 100 * sum.count / n : sum.count, place);
    }
    if (!sum.all_in_percent) return std::nullopt;
    if (answer.percent()) {
      return std::vector<ResolvedFigure>{{sum.percent, ShowShort(sum.percent.value), place}};
    }
    // Only percentages are printed: the count is known within their rounding.
    const Quantity count{sum.percent.value * n / 100, sum.percent.slack * n / 100};
    return std::vector<ResolvedFigure>{{count, ShowNumber(count.value, 0), place}};
  }
  return std::nullopt;
}

int CountParticipants(const v1::Case& record, v1::Audience audience) {
  int sum = 0;
  for (const v1::Participation& participation : record.visit().participation()) {
    if (audience == v1::AUDIENCE_UNSPECIFIED || participation.audience() == audience) {
      sum += participation.count();
    }
  }
  return sum;
}

}  // namespace

std::optional<PrintedNumber> ReadCell(const v1::PrintedColumn& column, absl::string_view cell) {
  return ParsePrinted(
      cell, column.measure() == v1::MEASURE_COUNT ? Commas::kThousands : Commas::kDecimal);
}

Quantity CellQuantity(const v1::PrintedColumn& column, const PrintedNumber& number) {
  return {number.value, column.measure() == v1::MEASURE_COUNT ? 0 : number.half()};
}

int ColumnIndex(const v1::PrintedTable& table, absl::string_view id) {
  if (id.empty()) return -1;
  for (int i = 0; i < table.columns_size(); ++i) {
    if (table.columns(i).id() == id) return i;
  }
  return -1;
}

absl::string_view CellAt(const v1::PrintedRow& row, int column) {
  return column < row.cells_size() ? absl::string_view(row.cells(column)) : absl::string_view();
}

std::optional<double> CountRecord(const Subject& subject, const v1::RecordCount& count) {
  const v1::Case& record = subject.record;
  const auto some = [](double n) { return n > 0 ? std::optional<double>(n) : std::nullopt; };
  const auto findings = [&](auto wanted) -> std::optional<double> {
    if (record.findings().empty()) return std::nullopt;
    return std::count_if(
        record.findings().begin(), record.findings().end(), [&](const v1::Finding& finding) {
          return wanted(finding.kind()) &&
                 (count.standard().empty() || finding.standard() == count.standard());
        });
  };
  switch (count.kind()) {
    case v1::RECORD_COUNT_KIND_MEMBERS:
      if (record.commission().empty()) return std::nullopt;
      return std::count_if(record.commission().begin(), record.commission().end(),
                           [&](const v1::Member& member) {
                             return count.role() == v1::COMMISSION_ROLE_UNSPECIFIED
                                        ? member.role() != v1::COMMISSION_ROLE_COORDINATOR
                                        : member.role() == count.role();
                           });
    case v1::RECORD_COUNT_KIND_PARTICIPANTS:
      if (record.visit().participation().empty()) return std::nullopt;
      return CountParticipants(record, count.audience());
    case v1::RECORD_COUNT_KIND_PROGRAMMES:
      return some(static_cast<double>(subject.programmes.size()));
    case v1::RECORD_COUNT_KIND_CLUSTERS:
      return some(record.clusters_size());
    case v1::RECORD_COUNT_KIND_CRITERIA: {
      double sum = 0;
      for (const v1::Standard& standard : subject.framework.standards()) {
        if (count.standard().empty() || standard.code() == count.standard()) {
          sum += standard.criteria_size();
        }
      }
      return some(sum);
    }
    case v1::RECORD_COUNT_KIND_STANDARDS:
      return some(subject.framework.standards_size());
    case v1::RECORD_COUNT_KIND_RECOMMENDATIONS:
      return findings([](v1::FindingKind kind) {
        return kind == v1::FINDING_KIND_RECOMMENDATION || kind == v1::FINDING_KIND_CONDITION;
      });
    case v1::RECORD_COUNT_KIND_STRENGTHS:
      return findings([](v1::FindingKind kind) { return kind == v1::FINDING_KIND_STRENGTH; });
    case v1::RECORD_COUNT_KIND_VISIT_DAYS:
      if (!subject.visit_from || !subject.visit_to) return std::nullopt;
      return static_cast<double>(*subject.visit_to - *subject.visit_from + 1);
    case v1::RECORD_COUNT_KIND_CONTINGENT: {
      double sum = 0;
      for (const CaseProgramme& programme : subject.reported) {
        if (!count.programme().empty() && programme.review->code() != count.programme()) continue;
        if (programme.review->contingent() == 0) return std::nullopt;
        sum += programme.review->contingent();
      }
      return some(sum);
    }
    default:
      return std::nullopt;
  }
}

std::optional<std::vector<ResolvedFigure>> Resolve(const Subject& subject,
                                                   const v1::Figure& figure) {
  switch (figure.from_case()) {
    case v1::Figure::kPrinted:
      return FromPrinted(figure.printed(), PlaceOf(figure));
    case v1::Figure::kCell:
      return FromCells(subject, figure.cell());
    case v1::Figure::kAnswer:
      return FromAnswers(subject, figure.answer());
    case v1::Figure::kClaim: {
      const v1::Claim* claim = Find(subject.claims, figure.claim());
      if (claim == nullptr) return std::nullopt;
      return FromPrinted(claim->printed(), PlaceOf(*claim));
    }
    case v1::Figure::kRecord: {
      const auto count = CountRecord(subject, figure.record());
      if (!count) return std::nullopt;
      return One(*count, nullptr);
    }
    default:
      return std::nullopt;
  }
}

std::optional<std::vector<ResolvedFigure>> ResolveAll(
    const Subject& subject, const google::protobuf::RepeatedPtrField<v1::Figure>& figures) {
  std::vector<ResolvedFigure> all;
  for (const v1::Figure& figure : figures) {
    auto found = Resolve(subject, figure);
    if (!found) return std::nullopt;
    std::move(found->begin(), found->end(), std::back_inserter(all));
  }
  return all;
}

Quantity Sum(const std::vector<ResolvedFigure>& figures) {
  Quantity sum;
  for (const ResolvedFigure& figure : figures) {
    sum.value += figure.quantity.value;
    sum.slack += figure.quantity.slack;
  }
  return sum;
}

std::string ShowFigures(const std::vector<ResolvedFigure>& figures, absl::string_view between) {
  return absl::StrJoin(figures, between, [](std::string* out, const ResolvedFigure& figure) {
    absl::StrAppend(out, figure.shown);
  });
}

}  // namespace tarazy::accreditation::report_lint
