#include "common/base/faults.h"

#include "absl/strings/str_cat.h"

namespace tarazy {

void Faults::Add(absl::string_view field, absl::string_view description) {
  fields_.push_back({std::string(field), std::string(description)});
}

void Faults::Add(const absl::Status& status) {
  if (status.ok()) return;
  const ErrorDetail detail = DetailOf(status);
  fields_.insert(fields_.end(), detail.fields.begin(), detail.fields.end());
  if (detail.fields.empty()) Add("", status.message());
}

absl::Status Faults::ToStatus(absl::StatusCode code, Reason reason, absl::string_view what) const {
  if (fields_.empty()) return absl::OkStatus();
  std::string message = absl::StrCat(what, what.empty() ? "" : ": ", fields_[0].field,
                                     fields_[0].field.empty() ? "" : ": ", fields_[0].description);
  if (fields_.size() > 1) absl::StrAppend(&message, " (and ", fields_.size() - 1, " more)");
  return MakeError(code, reason, message, {.fields = fields_});
}

}  // namespace tarazy
