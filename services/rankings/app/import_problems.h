// What is wrong with a file: all counted, the first named.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "services/rankings/app/import_layout.h"

namespace tarazy::rankings {

using OnProblem = std::function<void(const ImportProblem&)>;

class ImportProblems {
 public:
  // How many are kept.
  static constexpr size_t kMost = 100;

  // `column` is empty for the whole row.
  void Add(int64_t row, absl::string_view column, std::string message);

  const std::vector<ImportProblem>& first() const { return first_; }
  int64_t count() const { return count_; }

  // INVALID_ARGUMENT IMPORT_REJECTED that names those kept, after `tell` (which may be empty) was
  // called for each. There must be one.
  absl::Status Refusal(const OnProblem& tell) const;

 private:
  std::vector<ImportProblem> first_;
  int64_t count_ = 0;
};

}  // namespace tarazy::rankings
