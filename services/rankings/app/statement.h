// What a person says for the record: an erratum, a reason, an answer.
#pragma once

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/string_view.h"
#include "common/base/error.h"
#include "common/base/text.h"

namespace tarazy::rankings {

inline constexpr size_t kMaxStatement = 10'000;  // bytes

// INVALID_ARGUMENT that names `field`: `when_empty` for an empty text, else its fault.
inline absl::Status CheckStatement(absl::string_view field, absl::string_view text,
                                   absl::string_view when_empty) {
  if (text.empty()) return InvalidField(field, when_empty);
  if (text.size() > kMaxStatement || !IsValidUtf8(text) || absl::StrContains(text, '\0')) {
    return InvalidField(field, "must be UTF-8 of at most 10,000 bytes without NUL");
  }
  return absl::OkStatus();
}

}  // namespace tarazy::rankings
