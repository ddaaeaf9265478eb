// What the registry says about the institutions and programmes of a case.
#pragma once

#include <map>
#include <string>

#include "common/base/localized.h"

namespace tarazy::accreditation {

struct RegisteredUnit {
  Localized title;
  std::string institution;  // the bare id; of an institution its own
  std::string code;         // of a programme; may be empty
};

// By resource name, "institutions/ektu"; what is not registered is not in it.
using RegisteredUnits = std::map<std::string, RegisteredUnit>;

}  // namespace tarazy::accreditation
