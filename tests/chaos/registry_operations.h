// Mutations of the registry.
#pragma once

#include <string>

#include "tests/chaos/operation.h"

namespace tarazy::chaos {

// One of a few institutions gets a title.
Operation PutInstitution(const Realm& realm, const std::string& request_id, Random& random);
// Some units that may be there already.
Operation RegisterUnits(const Realm& realm, const std::string& request_id, Random& random);

}  // namespace tarazy::chaos
