// A mutation runs once per (principal, method, request_id): its answer is stored with its effect.
#pragma once

#include <google/protobuf/message.h>

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/rpc/call.h"
#include "common/sql/database.h"
#include "common/sql/request_log.h"

namespace tarazy::rpc {

class Once {
 public:
  // Reads the fields `request_id` and `validate_only` (when the request has them) and hashes the
  // rest. `more` is part of the body too: the content of an upload. INVALID_ARGUMENT for a
  // request_id that is longer than 64 or not printable ASCII.
  static absl::StatusOr<Once> For(const Call& call, const google::protobuf::Message& request,
                                  absl::string_view more = "");

  // True when this mutation ran before: `response` is then its first answer. Errors:
  // INVALID_ARGUMENT REQUEST_ID_REUSED when it ran with another body.
  absl::StatusOr<bool> Recall(sql::Tx& tx, google::protobuf::Message* response) const;

  // Stores the answer; does nothing without a request_id.
  absl::Status Remember(sql::Tx& tx, const google::protobuf::Message& response,
                        absl::Time now) const;

  bool validate_only() const { return validate_only_; }

 private:
  sql::RequestKey key_;
  bool validate_only_ = false;
};

}  // namespace tarazy::rpc
