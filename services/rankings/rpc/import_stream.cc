#include "services/rankings/rpc/import_stream.h"

#include <algorithm>

namespace tarazy::rankings {
namespace {

constexpr absl::Duration kMaxIdle = absl::Seconds(30);

}  // namespace

absl::Status CheckImportState(const rpc::Call& call, ValueState state) {
  if (state != ValueState::kDraft && state != ValueState::kSubmitted &&
      state != ValueState::kVerified) {
    return InvalidField("header.state", "must be draft, submitted or verified");
  }
  const bool verifier = call.principal.role == common::v1::ROLE_VERIFIER ||
                        call.principal.role == common::v1::ROLE_ADMIN;
  if (state == ValueState::kVerified && !verifier) {
    return MakeError(absl::StatusCode::kPermissionDenied, Reason::kPermissionDenied,
                     "verified values are entered by a verifier; import them as draft or "
                     "submitted, or ask a verifier");
  }
  return absl::OkStatus();
}

IdleWatch::IdleWatch(grpc::ServerContext& context, absl::Time deadline)
    : deadline_(deadline), thread_([this, &context] { Watch(context); }) {}

IdleWatch::~IdleWatch() {
  {
    MutexLock lock(mu_);
    done_ = true;
  }
  wake_.NotifyAll();
  thread_.join();
}

void IdleWatch::Touch() const {
  MutexLock lock(mu_);
  last_ = absl::Now();
}

void IdleWatch::Watch(grpc::ServerContext& context) {
  MutexLock lock(mu_);
  while (!done_) {
    const absl::Time end = std::min(deadline_, last_ + kMaxIdle);
    if (absl::Now() >= end) return context.TryCancel();
    wake_.WaitUntil(mu_, end);
  }
}

}  // namespace tarazy::rankings
