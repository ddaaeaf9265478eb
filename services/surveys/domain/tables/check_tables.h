// What is wrong with tables that somebody published.
#pragma once

#include <vector>

#include "absl/strings/string_view.h"
#include "common/base/error.h"
#include "tarazy/surveys/v1/tables.pb.h"

namespace tarazy::surveys {

inline constexpr char kSingleChoice[] = "single_choice";
inline constexpr char kMultipleChoice[] = "multiple_choice";
inline constexpr char kMatrixRow[] = "matrix_row";

// Why they are no tables at all, besides what the fields' rules refuse: an unknown type, not one
// count per label, a negative or huge count, printed percentages that are no numbers or not one per
// label, a label twice, a missing label that is none, an id twice.
std::vector<FieldViolation> TableFaults(const v1::PublishedTables& tables);

// What contradicts itself in tables without faults, in their order. All arithmetic is exact. Rules:
//   percent_impossible    a printed percentage is not the one of its count, rounded to the most
//   digits
//                         that the table prints (zeros at the end may be left out). Where labels
//                         are no answer, of all people or of those with an answer.
//   row_does_not_add_up   the printed percentages of a table of one answer each add up to something
//                         else than the right ones: the row was changed by hand
//   counts_do_not_add_up  of one answer each: the counts are not the people
//   ticks_exceed_people   of several answers each: more chose one of them than there are people
//   duplicate_text        the words of an earlier table of the same group
std::vector<v1::TableFinding> CheckTables(const v1::PublishedTables& tables);

}  // namespace tarazy::surveys
