// A framework file becomes a version.
#pragma once

#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/sql/database.h"
#include "services/accreditation/app/viewer.h"
#include "services/accreditation/domain/framework/lint.h"
#include "services/accreditation/store/framework_store.h"

namespace tarazy::accreditation {

inline constexpr size_t kMaxFrameworkBytes = 4 << 20;

// Reads a file without judging it. Errors: INVALID_ARGUMENT FRAMEWORK_INVALID with every fault.
absl::StatusOr<v1::Framework> ReadFramework(absl::string_view source);

struct StoredFramework {
  FrameworkVersion version;
  std::vector<FrameworkFinding> findings;
};

// Errors: INVALID_ARGUMENT FRAMEWORK_INVALID with every fault and every error that the file does
// not acknowledge.
absl::StatusOr<StoredFramework> StoreFramework(sql::Tx& tx, absl::string_view source,
                                               const Viewer& by, absl::Time now);

// "frameworks/ID/versions/N". Errors: INVALID_ARGUMENT, NOT_FOUND.
absl::StatusOr<v1::Framework> FrameworkOf(sql::Tx& tx, absl::string_view field,
                                          absl::string_view name);

}  // namespace tarazy::accreditation
