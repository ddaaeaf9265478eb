// Results as a long table: what CSV and SPSS files of results have in common.
#pragma once

#include <optional>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "tarazy/surveys/v1/results.pb.h"

namespace tarazy::surveys {

// What a row tells of.
enum class RowKind {
  kStratum = 1,   // ballots and frame of one group
  kQuestion = 2,  // base, missing and statistics of one question there
  kChoice = 3,    // one of its choices
  kNoAnswer = 4,  // a choice that counts as no answer: in no base
  kObject = 5,    // one rated object
};

struct ResultRow {
  RowKind kind = RowKind::kStratum;
  const v1::StratumResults* stratum = nullptr;
  const v1::QuestionResults* question = nullptr;  // null of a stratum's own row
  const v1::ChoiceResults* choice = nullptr;      // of kChoice and kNoAnswer
  const v1::ObjectResults* object = nullptr;      // of kObject

  bool suppressed() const;
};

// Stratum by stratum: its own row, then each question's, each followed by its choices and objects.
// An error from `each` stops and is returned.
absl::Status ForEachRow(const v1::Results& results,
                        absl::FunctionRef<absl::Status(const ResultRow&)> each);

// A figure of a row: a column of the table.
struct Measure {
  const char* name;                                   // "percent"
  const char* label;                                  // "Of the base, in percent"
  std::optional<double> (*of)(const ResultRow& row);  // nothing where there is none
};

// All of them, in the order of the columns.
const std::vector<Measure>& Measures();

}  // namespace tarazy::surveys
