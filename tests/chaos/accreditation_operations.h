// Operations on frameworks, cases and the register.
#pragma once

#include "tests/chaos/operation.h"

namespace tarazy::chaos {

Operation StoreFramework(const Realm& realm, const std::string& request_id, Random& random);
Operation ImportCase(const Realm& realm, const std::string& request_id, Random& random);
Operation PutMark(const Realm& realm, const std::string& request_id, Random& random);
Operation RecordDecision(const Realm& realm, const std::string& request_id, Random& random);

bool NeedsFramework(const Realm& realm);
bool NeedsCase(const Realm& realm);
bool HasCase(const Realm& realm);
bool HasInstitution(const Realm& realm);

}  // namespace tarazy::chaos
