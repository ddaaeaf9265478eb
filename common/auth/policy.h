// Which role may call which method: read from the contracts' own options, denied by default.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/auth/principal.h"

namespace google::protobuf {
class Descriptor;
class MethodDescriptor;
}  // namespace google::protobuf

namespace tarazy::auth {

struct Method {
  std::string name;  // "tarazy.rankings.v1.RankingsService/GetEdition"
  common::v1::MethodPolicy policy;
  bool streaming = false;
  bool read_only = false;  // its HTTP rule is a GET
};

class PolicyTable {
 public:
  // The policies of all methods of the services. FAILED_PRECONDITION when one has no permission, no
  // role or no scope, or when two methods share a request type (methods are found by it).
  static absl::StatusOr<PolicyTable> For(const std::vector<std::string>& services);

  // The method that takes this request; null when unknown.
  const Method* Find(const google::protobuf::Descriptor* request) const;

  // Whether the role may call the method.
  static bool Allows(const Method& method, const Principal& principal);
  // PERMISSION_DENIED unless it may.
  static absl::Status Check(const Method& method, const Principal& principal);

  const std::map<const google::protobuf::Descriptor*, Method>& methods() const { return methods_; }

 private:
  std::map<const google::protobuf::Descriptor*, Method> methods_;
};

}  // namespace tarazy::auth
