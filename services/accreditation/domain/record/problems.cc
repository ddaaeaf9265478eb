#include "services/accreditation/domain/record/problems.h"

#include <iterator>
#include <utility>

#include "absl/strings/str_cat.h"

namespace tarazy::accreditation {

void Problems::Append(std::vector<FieldViolation> more) {
  faults_.insert(faults_.end(), std::make_move_iterator(more.begin()),
                 std::make_move_iterator(more.end()));
}

absl::Status Problems::ToStatus(absl::StatusCode code, Reason reason,
                                absl::string_view what) const {
  if (faults_.empty()) return absl::OkStatus();
  std::string sentence = absl::StrCat(what, ": ", faults_[0].field, ": ", faults_[0].description);
  if (faults_.size() > 1) absl::StrAppend(&sentence, "; and ", faults_.size() - 1, " more");
  return MakeError(code, reason, sentence, {.fields = faults_});
}

}  // namespace tarazy::accreditation
