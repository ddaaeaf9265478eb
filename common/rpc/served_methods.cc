#include "common/rpc/served_methods.h"

#include "common/base/status_macros.h"

namespace tarazy::rpc {

absl::StatusOr<ServedMethods> ServedMethods::For(const std::vector<std::string>& services,
                                                 obs::Metrics& metrics) {
  ASSIGN_OR_RETURN(const auth::PolicyTable policies, auth::PolicyTable::For(services));
  ServedMethods served;
  for (const auto& [request, method] : policies.methods()) {
    served.methods_.emplace(request, ServedMethod{method, &metrics.ForMethod(method.name)});
  }
  return served;
}

}  // namespace tarazy::rpc
