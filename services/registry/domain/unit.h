// Institutions and programmes: what is the same in both. What only one of them has (licences,
// credits) will stand beside it, not in it.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/base/localized.h"

namespace tarazy::registry {

enum class Kind { kInstitution, kProgramme };

struct Unit {
  Kind kind = Kind::kInstitution;
  std::string id;
  std::string institution;  // a programme's; empty while unknown. Empty for institutions.
  Localized title;
  std::string group;    // where it is ranked by default; may be empty
  int64_t version = 0;  // 1, 2, 3 … with every change
  absl::Time created;
  absl::Time updated;
};

// INVALID_ARGUMENT, naming the field under `path`, when an id or text is malformed or there is no
// title in any language.
absl::Status CheckUnit(absl::string_view path, const Unit& unit);

}  // namespace tarazy::registry
