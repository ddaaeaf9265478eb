#include "common/auth/authenticator.h"

#include <algorithm>
#include <optional>

#include "absl/strings/str_cat.h"
#include "common/auth/token_store.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"

namespace tarazy::auth {
namespace {

constexpr size_t kMaxBeliefs = 10'000;

absl::Status Unauthenticated() {
  return MakeError(absl::StatusCode::kUnauthenticated, Reason::kUnauthenticated,
                   "a valid token is needed: send it as \"authorization: Bearer tzy_…\"");
}

bool IsGood(const StoredToken& token, absl::Time now) {
  return !token.revoked.has_value() && (!token.expires.has_value() || now < *token.expires);
}

}  // namespace

std::shared_ptr<const Principal> Authenticator::Find(const std::string& hash, absl::Time now) {
  const auto it = beliefs_.find(hash);
  return it != beliefs_.end() && now < it->second.until ? it->second.principal : nullptr;
}

std::shared_ptr<const Principal> Authenticator::Believed(absl::string_view secret, absl::Time now) {
  if (!LooksLikeSecret(secret)) return nullptr;
  const std::string hash = HashSecret(secret);
  MutexLock lock(mu_);
  return Find(hash, now);
}

absl::Status Authenticator::CheckShape(absl::string_view secret) {
  return LooksLikeSecret(secret) ? absl::OkStatus() : Unauthenticated();
}

absl::StatusOr<Principal> Authenticator::Authenticate(const Context& context,
                                                      absl::string_view secret) {
  RETURN_IF_ERROR(CheckShape(secret));
  const std::string hash = HashSecret(secret);
  const absl::Time now = clock_.Now();
  int64_t forgotten = 0;
  {
    MutexLock lock(mu_);
    const std::shared_ptr<const Principal> believed = Find(hash, now);
    if (believed != nullptr) return *believed;
    forgotten = forgotten_;
  }
  std::optional<StoredToken> token;
  RETURN_IF_ERROR(database_.Read(context, [&](sql::Tx& tx) -> absl::Status {
    ASSIGN_OR_RETURN(token, FindToken(tx, hash));
    return absl::OkStatus();
  }));
  if (!token.has_value() || !IsGood(*token, now)) return Unauthenticated();
  Principal principal{absl::StrCat("tokens/", token->id), token->role, token->institution};
  MutexLock lock(mu_);
  if (forgotten != forgotten_) return principal;  // a revocation came in between
  if (beliefs_.size() >= kMaxBeliefs) beliefs_.clear();
  beliefs_[hash] = {std::make_shared<const Principal>(principal),
                    std::min(now + kBelief, token->expires.value_or(now + kBelief))};
  return principal;
}

void Authenticator::Forget() {
  MutexLock lock(mu_);
  beliefs_.clear();
  ++forgotten_;
}

}  // namespace tarazy::auth
