// The notifications module: what happened elsewhere is told to whom it concerns.
#pragma once

#include <memory>

#include "absl/status/statusor.h"
#include "common/server/module.h"

namespace tarazy::notifications {

absl::StatusOr<std::unique_ptr<server::Module>> MakeModule(server::Platform& platform);

}  // namespace tarazy::notifications
