// What every handler needs: made once per process by common/server.
#pragma once

#include "absl/time/time.h"
#include "common/auth/authenticator.h"
#include "common/auth/policy.h"
#include "common/base/clock.h"
#include "common/obs/metrics.h"
#include "common/rpc/admission.h"

namespace tarazy::rpc {

class PageSigner;

struct Runtime {
  const Clock& clock;
  auth::Authenticator& authenticator;
  obs::Metrics& metrics;
  Admission& authentication;  // those whose token is being looked up
  Admission& admission;
  const PageSigner& pages;
  absl::Duration default_deadline = absl::Seconds(60);
  absl::Duration stream_deadline = absl::Hours(1);
  auth::PolicyTable policies = {};  // filled when all modules are known, before serving
};

}  // namespace tarazy::rpc
