// What every handler needs: made once per process by common/server.
#pragma once

#include "absl/time/time.h"
#include "common/auth/authenticator.h"
#include "common/base/clock.h"
#include "common/obs/metrics.h"
#include "common/rpc/admission.h"
#include "common/rpc/served_methods.h"

namespace tarazy::rpc {

class PageSigner;
class WorkerPool;

struct Runtime {
  const Clock& clock;
  auth::Authenticator& authenticator;
  obs::Metrics& metrics;
  Admission& authentication;  // those whose token is being looked up
  Admission& admission;
  const PageSigner& pages;
  WorkerPool& workers;  // for calls that began on a thread that must not block
  absl::Duration default_deadline = absl::Seconds(60);
  absl::Duration stream_deadline = absl::Hours(1);
  absl::Duration slow_call = absl::Seconds(1);  // from here on a call is logged as slow; 0: none
  ServedMethods methods = {};                   // filled when all modules are known, before serving
};

}  // namespace tarazy::rpc
