// One call under way, as the handlers see it.
#pragma once

#include <string>

#include "absl/time/time.h"
#include "common/auth/principal.h"
#include "common/base/context.h"
#include "common/obs/trace.h"

namespace grpc {
class ServerContextBase;
}

namespace tarazy::rpc {

struct Call : Context {
  std::string method;      // "tarazy.rankings.v1.RankingsService/GetEdition"
  std::string request_id;  // for logs and support; the caller's x-request-id or a random one
  obs::Trace trace;        // this hop's part of the caller's trace
  auth::Principal principal;
  std::string bearer;       // the caller's secret, only to be passed on to another service
  absl::Time now;           // when the call began: one time for all that it writes
  bool in_process = false;  // from another module of this process
  const grpc::ServerContextBase* server_context = nullptr;
};

}  // namespace tarazy::rpc
