// What a server of Tarazy answers when it refuses, for the fake servers.
#pragma once

#include <grpcpp/grpcpp.h>

#include <map>
#include <string>

#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"

namespace tarazy::cli {

inline grpc::Status RefusalOf(grpc::StatusCode code, const std::string& sentence,
                              const std::string& reason,
                              const std::map<std::string, std::string>& fields) {
  google::rpc::Status status;
  google::rpc::ErrorInfo info;
  info.set_reason(reason);
  info.set_domain("tarazy");
  status.add_details()->PackFrom(info);
  google::rpc::BadRequest bad;
  for (const auto& [field, description] : fields) {
    auto* violation = bad.add_field_violations();
    violation->set_field(field);
    violation->set_description(description);
  }
  if (!fields.empty()) status.add_details()->PackFrom(bad);
  return grpc::Status(code, sentence, status.SerializeAsString());
}

}  // namespace tarazy::cli
