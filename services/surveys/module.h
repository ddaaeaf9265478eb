// The surveys module: questionnaires, campaigns, the roll, the ballot box, results.
#pragma once

#include <memory>

#include "absl/status/statusor.h"
#include "common/server/module.h"

namespace tarazy::surveys {

absl::StatusOr<std::unique_ptr<server::Module>> MakeModule(server::Platform& platform);

}  // namespace tarazy::surveys
