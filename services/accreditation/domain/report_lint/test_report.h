// Small reports for tests, and a whole one that holds together.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/accreditation/domain/report_lint/lint.h"

namespace tarazy::accreditation::report_lint {

struct TestReport {
  v1::Case record;
  v1::Framework framework;

  v1::Report& report() { return *record.mutable_report(); }
};

// Sets the line of anything that has a place.
template <typename Message>
Message& At(Message& message, int line) {
  message.mutable_place()->set_document("report");
  message.mutable_place()->set_line(line);
  return message;
}

// What one rule found, without the rule's name; and how many pairs it compared.
std::vector<std::string> Found(const TestReport& test, absl::string_view rule);
int Compared(const TestReport& test, absl::string_view rule);

// "rule:key | message" of everything found.
std::vector<std::string> All(const TestReport& test);

// A column, a row and an item in one line each.
void AddColumn(v1::PrintedTable& table, const char* id, v1::Measure measure,
               const char* numerator = "", const char* denominator = "");
v1::PrintedRow& AddRow(v1::PrintedTable& table, const char* id,
                       const std::vector<std::string>& cells,
                       v1::RowKind kind = v1::ROW_KIND_UNSPECIFIED);
// Options "a", "b", …: a count below zero is not printed, an empty percentage neither.
struct Answer {
  int count;
  const char* percent;
};
v1::PrintedItem& AddItem(v1::PrintedSurvey& survey, const char* id,
                         const std::vector<Answer>& answers);
v1::Session& AddSession(v1::Case& record, const char* id, const char* begin, const char* end);
void AddMark(v1::Case& record, absl::string_view criterion, absl::string_view mark);

// Lots that fall alike everywhere.
class Lots {
 public:
  explicit Lots(uint64_t seed) : state_(seed * 2654435761u + 12345) {}
  int Below(int n);

 private:
  uint64_t state_;
};

// Something of everything that a report can state, drawn by lots, without a contradiction.
TestReport ConsistentReport(uint64_t seed);

}  // namespace tarazy::accreditation::report_lint
