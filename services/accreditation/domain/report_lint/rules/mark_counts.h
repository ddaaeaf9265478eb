// How many of each mark: printed, or counted.
#pragma once

#include <map>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "tarazy/accreditation/v1/report.pb.h"

namespace tarazy::accreditation::report_lint {

// By the mark's id; what is not there is zero.
using MarkCounts = std::map<absl::string_view, int>;

// Zeros are left out, so that a printed zero and a silent one are the same.
inline MarkCounts CountsOf(const v1::PrintedCount& printed) {
  MarkCounts counts;
  for (const v1::MarkCount& entry : printed.marks()) {
    if (entry.count() != 0) counts[entry.mark()] += entry.count();
  }
  return counts;
}

// "improvement 1, satisfactory 9".
inline std::string ShowCounts(const MarkCounts& counts) {
  std::string shown;
  for (const auto& [mark, count] : counts) {
    absl::StrAppend(&shown, shown.empty() ? "" : ", ", mark, " ", count);
  }
  return shown.empty() ? "none" : shown;
}

}  // namespace tarazy::accreditation::report_lint
