// The registry inside a process.
#pragma once

#include <memory>

#include "absl/status/statusor.h"
#include "common/server/module.h"

namespace tarazy::registry {

absl::StatusOr<std::unique_ptr<server::Module>> MakeModule(server::Platform& platform);

}  // namespace tarazy::registry
