// Work that holds one of an Admission's slots.
#pragma once

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/base/status_macros.h"
#include "common/rpc/admission.h"

namespace tarazy::rpc {

// Runs `work` in a slot; RESOURCE_EXHAUSTED with OVERLOADED when none came free.
inline absl::Status WhileAdmitted(Admission& admission, absl::Time deadline,
                                  absl::FunctionRef<absl::Status()> work) {
  RETURN_IF_ERROR(admission.Enter(deadline));
  const absl::Status status = work();
  admission.Leave();
  return status;
}

}  // namespace tarazy::rpc
