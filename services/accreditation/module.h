// The accreditation module: frameworks, cases, follow-up, decisions, the register, certificates.
#pragma once

#include <memory>

#include "absl/status/statusor.h"
#include "common/server/module.h"

namespace tarazy::accreditation {

absl::StatusOr<std::unique_ptr<server::Module>> MakeModule(server::Platform& platform);

}  // namespace tarazy::accreditation
