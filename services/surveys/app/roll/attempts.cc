#include "services/surveys/app/roll/attempts.h"

#include <algorithm>
#include <cstring>

#include "common/base/error.h"

namespace tarazy::surveys {
namespace {

absl::Status TooMany() {
  return MakeError(absl::StatusCode::kResourceExhausted, Reason::kRateLimited,
                   "too many attempts; try again in a minute",
                   {.metadata = {{"retry_after_seconds", "60"}}});
}

uint64_t Head(absl::string_view digest) {
  uint64_t head = 0;
  std::memcpy(&head, digest.data(), std::min(digest.size(), sizeof head));
  return head;
}

}  // namespace

void Attempts::Turn(absl::Time now) {
  const int64_t minute = absl::ToUnixSeconds(now) / 60;
  if (minute != minute_) {
    known_.clear();
    unknown_ = 0;
  }
  minute_ = minute;
}

absl::Status Attempts::Known(absl::string_view ticket_digest, absl::Time now) {
  MutexLock lock(mutex_);
  Turn(now);
  if (known_.size() >= limits_.tickets) known_.clear();
  int& count = known_[Head(ticket_digest)];
  if (count >= limits_.per_ticket) return TooMany();
  ++count;
  return absl::OkStatus();
}

absl::Status Attempts::Unknown(absl::Time now) {
  MutexLock lock(mutex_);
  Turn(now);
  if (unknown_ >= limits_.unknown) return TooMany();
  ++unknown_;
  return absl::OkStatus();
}

}  // namespace tarazy::surveys
