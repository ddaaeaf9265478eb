// From a bearer secret to a principal.
#pragma once

#include <memory>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/auth/principal.h"
#include "common/base/clock.h"
#include "common/base/context.h"
#include "common/base/mutex.h"
#include "common/sql/database.h"

namespace tarazy::auth {

class Authenticator {
 public:
  // How long a token found good is believed without asking the database again: a revocation made
  // by another process takes effect within this time, one made here at once.
  static constexpr absl::Duration kBelief = absl::Seconds(2);

  Authenticator(sql::Database& database, const Clock& clock) : database_(database), clock_(clock) {}

  // UNAUTHENTICATED for what cannot be a token, without asking the database.
  static absl::Status CheckShape(absl::string_view secret);

  // UNAUTHENTICATED for an empty, unknown, expired or revoked secret (the answer does not tell
  // which); UNAVAILABLE when the database does not answer.
  absl::StatusOr<Principal> Authenticate(const Context& context, absl::string_view secret);

  // Who the secret belongs to when that is believed at this time; null when the database has to be
  // asked. Never blocks.
  std::shared_ptr<const Principal> Believed(absl::string_view secret, absl::Time now);

  // Forgets what it believes, after a revocation.
  void Forget();

 private:
  struct Belief {
    std::shared_ptr<const Principal> principal;
    absl::Time until;
  };

  std::shared_ptr<const Principal> Find(const std::string& hash, absl::Time now)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);

  sql::Database& database_;
  const Clock& clock_;
  Mutex mu_;
  int64_t forgotten_ ABSL_GUARDED_BY(mu_) = 0;  // how often: what was read before is not believed
  absl::flat_hash_map<std::string, Belief> beliefs_ ABSL_GUARDED_BY(mu_);  // by hash
};

}  // namespace tarazy::auth
