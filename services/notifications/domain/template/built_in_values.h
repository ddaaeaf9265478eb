// The variables that every notice has besides those of its event.
#pragma once

#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "common/base/localized.h"
#include "services/notifications/domain/template/notice_values.h"
#include "tarazy/notifications/v1/template.pb.h"

namespace tarazy::notifications {

// What a notice is made on.
struct Occasion {
  // How the recipient is addressed.
  std::string recipient;
  // The institution's title; without one the variable is absent.
  Localized institution;
  // "https://…" or a resource name; empty: absent.
  std::string link;
  Localized topic;
  absl::Time now;
  // Of a ladder: the deadline's date, and the date of `now` in its zone.
  struct Deadline {
    absl::CivilDay due;
    absl::CivilDay today;
  };
  std::optional<Deadline> deadline;
};

// recipient, institution, link, topic, now; of a ladder due, days (until the deadline, negative
// when it is over) and, only when it is over, days_over (from 1).
void AddBuiltIns(const Occasion& occasion, NoticeValues& values);

// What a built-in variable holds; nothing when there is none of this name.
std::optional<v1::VariableKind> BuiltInKind(absl::string_view name);

}  // namespace tarazy::notifications
