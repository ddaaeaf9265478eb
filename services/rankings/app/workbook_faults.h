// How the reading of a workbook fails: sentences for the person who uploaded it.
#pragma once

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/base/error.h"

namespace tarazy::rankings {

// INVALID_ARGUMENT; `what` continues "the workbook".
inline absl::Status BadWorkbook(absl::string_view what) {
  return InvalidArgument(Reason::kImportRejected,
                         absl::StrCat("the workbook ", what, "; nothing was stored"));
}

// RESOURCE_EXHAUSTED; `what` continues "the workbook".
inline absl::Status LargeWorkbook(absl::string_view what) {
  return MakeError(
      absl::StatusCode::kResourceExhausted, Reason::kResourceExhausted,
      absl::StrCat("the workbook ", what, "; split it into several imports, or save it as CSV"));
}

}  // namespace tarazy::rankings
