// Institutions and programmes: what is the same in both, and a programme's code, which with the
// institution is its identity. What only one of them has (licences, credits) stands beside it.
#pragma once

#include <string>

#include "absl/time/time.h"
#include "common/base/faults.h"
#include "common/base/localized.h"

namespace tarazy::registry {

enum class Kind { kInstitution, kProgramme };
enum class Level { kUnknown, kBachelor, kMaster, kDoctorate };

struct Unit {
  Kind kind = Kind::kInstitution;
  std::string id;
  std::string institution;  // a programme's; empty while unknown. Empty for institutions.
  Localized title;
  std::string group;              // where it is ranked by default; may be empty
  std::string code;               // a programme's; may be empty. Empty for institutions.
  Level level = Level::kUnknown;  // a programme's
  int64_t version = 0;            // 1, 2, 3 … with every change
  absl::Time created;
  absl::Time updated;

  bool operator==(const Unit&) const = default;
};

// "institutions/ektu", "programmes/law".
std::string NameOf(const Unit& unit);

// Names the field under `path` for each id or text that is malformed, for no title in any language,
// and for a code or level that is not one or not that of the other.
void CheckUnit(absl::string_view path, const Unit& unit, Faults& faults);

// Names `field`.en and so on for what is malformed, `field` when there is no language at all and
// `required`.
void CheckTitle(absl::string_view field, const Localized& title, bool required, Faults& faults);

}  // namespace tarazy::registry
