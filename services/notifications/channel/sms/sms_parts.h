// How many short messages a text takes (3GPP TS 23.038 and 23.040), and the numbers they go to.
#pragma once

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace tarazy::notifications {

enum class SmsEncoding {
  kGsm7,  // 160 septets, 153 of a part
  kUcs2,  // 70 units of UTF-16, 67 of a part
};

struct SmsSize {
  SmsEncoding encoding = SmsEncoding::kGsm7;
  int units = 0;  // septets or UTF-16 units, without what fills up a part
  int parts = 0;  // 0 for an empty text
};

// Characters of two units (surrogate pairs; "€" and "[" in GSM-7) are never split over two parts.
SmsSize SmsParts(absl::string_view text);

// OK for a number by E.164: "+" and 7 to 15 digits, the first of them not 0. INVALID_ARGUMENT
// kInvalidField that names `field` for anything else.
absl::Status CheckPhoneNumber(absl::string_view field, absl::string_view number);

}  // namespace tarazy::notifications
