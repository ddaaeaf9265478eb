#include "services/rankings/app/import_problems.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/text.h"

namespace tarazy::rankings {

void ImportProblems::Add(int64_t row, absl::string_view column, std::string message) {
  ++count_;
  if (first_.size() < kMost) first_.push_back({row, ToValidUtf8(column), std::move(message)});
}

absl::Status ImportProblems::Refusal(const OnProblem& tell) const {
  std::vector<FieldViolation> violations;
  for (const ImportProblem& problem : first_) {
    if (tell) tell(problem);
    violations.push_back({problem.column.empty()
                              ? absl::StrCat("row ", problem.row)
                              : absl::StrCat("row ", problem.row, ", ", problem.column),
                          problem.message});
  }
  return MakeError(absl::StatusCode::kInvalidArgument, Reason::kImportRejected,
                   absl::StrCat("nothing was stored: ", count_, count_ == 1 ? " fault" : " faults",
                                " in the file; the first: ", violations.front().field, ": ",
                                violations.front().description),
                   {.fields = violations, .metadata = {{"faults", absl::StrCat(count_)}}});
}

}  // namespace tarazy::rankings
