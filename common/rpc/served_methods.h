// The methods of this process: their policies and what counts their calls, found by request type
// (every method has one of its own).
#pragma once

#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "common/auth/policy.h"
#include "common/obs/metrics.h"

namespace tarazy::rpc {

struct ServedMethod {
  auth::Method method;
  obs::CallMetrics* metrics;  // never null
};

class ServedMethods {
 public:
  ServedMethods() = default;

  // Errors: those of auth::PolicyTable::For. `metrics` must outlive this.
  static absl::StatusOr<ServedMethods> For(const std::vector<std::string>& services,
                                           obs::Metrics& metrics);

  // Null when unknown.
  const ServedMethod* Find(const google::protobuf::Descriptor* request) const {
    const auto it = methods_.find(request);
    return it == methods_.end() ? nullptr : &it->second;
  }

 private:
  absl::flat_hash_map<const google::protobuf::Descriptor*, ServedMethod> methods_;
};

}  // namespace tarazy::rpc
