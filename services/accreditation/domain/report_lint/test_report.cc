#include "services/accreditation/domain/report_lint/test_report.h"

#include "absl/strings/str_cat.h"

namespace tarazy::accreditation::report_lint {

std::vector<std::string> Found(const TestReport& test, absl::string_view rule) {
  std::vector<std::string> keys;
  for (const v1::LintFinding& finding : LintReport(test.record, test.framework).findings) {
    if (finding.rule() == rule) keys.push_back(finding.id().substr(rule.size() + 1));
  }
  return keys;
}

int Compared(const TestReport& test, absl::string_view rule) {
  for (const v1::RuleCount& count : LintReport(test.record, test.framework).rules) {
    if (count.rule() == rule) return count.compared();
  }
  return -1;
}

std::vector<std::string> All(const TestReport& test) {
  std::vector<std::string> lines;
  for (const v1::LintFinding& finding : LintReport(test.record, test.framework).findings) {
    lines.push_back(absl::StrCat(finding.id(), " | ", finding.message()));
  }
  return lines;
}

void AddColumn(v1::PrintedTable& table, const char* id, v1::Measure measure, const char* numerator,
               const char* denominator) {
  v1::PrintedColumn& column = *table.add_columns();
  column.set_id(id);
  column.set_measure(measure);
  column.set_numerator(numerator);
  column.set_denominator(denominator);
}

v1::PrintedRow& AddRow(v1::PrintedTable& table, const char* id,
                       const std::vector<std::string>& cells, v1::RowKind kind) {
  v1::PrintedRow& row = *table.add_rows();
  row.set_id(id);
  row.set_kind(kind);
  for (const std::string& cell : cells) row.add_cells(cell);
  return row;
}

v1::PrintedItem& AddItem(v1::PrintedSurvey& survey, const char* id,
                         const std::vector<Answer>& answers) {
  v1::PrintedItem& item = *survey.add_items();
  item.set_id(id);
  char label = 'a';
  for (const Answer& answer : answers) {
    v1::PrintedOption& option = *item.add_options();
    option.set_label(std::string(1, label++));
    if (answer.count >= 0) option.set_count(answer.count);
    option.set_percent(answer.percent);
  }
  return item;
}

v1::Session& AddSession(v1::Case& record, const char* id, const char* begin, const char* end) {
  v1::Session& session = *record.mutable_visit()->add_sessions();
  session.set_id(id);
  session.set_on("2023-04-25");
  session.set_begin(begin);
  session.set_end(end);
  session.set_title(id);
  return session;
}

void AddMark(v1::Case& record, absl::string_view criterion, absl::string_view mark) {
  v1::Evaluation& evaluation = *record.add_evaluations();
  evaluation.set_criterion(std::string(criterion));
  evaluation.set_mark(std::string(mark));
}

int Lots::Below(int n) {
  // SplitMix64.
  state_ += 0x9e3779b97f4a7c15u;
  uint64_t z = state_;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
  return static_cast<int>((z ^ (z >> 31)) % static_cast<uint64_t>(n));
}

}  // namespace tarazy::accreditation::report_lint
