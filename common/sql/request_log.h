// Mutations that may be sent twice: the answer to each request_id is kept beside its effect, in the
// same transaction, so that a repeated call gets the first call's answer and changes nothing.
// The table is in every service's database.
#pragma once

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/sql/database.h"

namespace tarazy::sql {

// Which call it is. Two principals may use the same request_id.
struct RequestKey {
  std::string principal;
  std::string method;
  std::string request_id;
  std::string body_hash;  // bytes; a hash of the request without its request_id
};

// The answer that the call got before; nothing when it is new. INVALID_ARGUMENT with
// REQUEST_ID_REUSED when the request_id came before with another body.
absl::StatusOr<std::optional<std::string>> Recall(Tx& tx, const RequestKey& key);

// Keeps the answer (bytes). Recall must have been called in the same transaction.
absl::Status Remember(Tx& tx, const RequestKey& key, absl::string_view response, absl::Time now);

// Forgets the calls before `before`; gives their number.
absl::StatusOr<int64_t> Forget(Tx& tx, absl::Time before);

}  // namespace tarazy::sql
