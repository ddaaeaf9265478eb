// What the variables of a template stand for in one notice.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <variant>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "common/base/localized.h"

namespace tarazy::notifications {

// A text, a text in several languages, a whole number, a number, a day, an instant, several texts.
using NoticeValue = std::variant<std::string, Localized, int64_t, double, absl::CivilDay,
                                 absl::Time, std::vector<std::string>>;

// By the variable's name, "participation.stratum".
using NoticeValues = std::map<std::string, NoticeValue>;

// For storage: {"due":{"date":"2026-04-25"},"points":{"list":["…"]}}, keys in byte order. Reading
// it gives the same values back, instants to the nanosecond. What is not well-formed UTF-8 is
// replaced by U+FFFD, a number that is not finite by 0.
std::string ToJson(const NoticeValues& values);

// INVALID_ARGUMENT for anything that ToJson does not write.
absl::StatusOr<NoticeValues> FromJson(absl::string_view json);

}  // namespace tarazy::notifications
