#include "services/notifications/rpc/inbox_heads.h"

#include <vector>

#include "absl/time/clock.h"
#include "common/base/status_macros.h"
#include "services/notifications/store/inbox_store.h"

namespace tarazy::notifications {
namespace {

constexpr absl::Duration kReadPatience = absl::Seconds(2);
// More than so many are dearer to read than those that are followed, which are few.
constexpr int kMostHeads = 500;

}  // namespace

void InboxHeads::Prune() {
  std::erase_if(heads_, [](const auto& head) { return head.second.use_count() == 1; });
}

std::shared_ptr<const InboxHeads::Head> InboxHeads::Follow(absl::string_view recipient) {
  MutexLock lock(mu_);
  Prune();
  // Who follows reads where the inbox is now himself: what came before is nothing to look for.
  if (heads_.empty()) looked_ = looked_at_each_ = clock_.Now();
  std::shared_ptr<Head>& head = heads_[std::string(recipient)];
  if (head == nullptr) head = std::make_shared<Head>(0);
  return head;
}

void InboxHeads::Look() {
  const absl::Time now = clock_.Now();
  Heads followed;
  absl::Time since;
  bool each = false;
  {
    MutexLock lock(mu_);
    Prune();
    followed = heads_;
    since = looked_ - kOverlap;
    each = now - looked_at_each_ >= kLookAtEach;
  }
  if (followed.empty()) return;
  const absl::Status status = each ? LookAtEach(followed) : LookSince(since, followed);
  if (!status.ok()) return;
  MutexLock lock(mu_);
  looked_ = now;
  if (each) looked_at_each_ = now;
}

absl::Status InboxHeads::LookSince(absl::Time since, const Heads& followed) {
  std::vector<InboxHead> heads;
  RETURN_IF_ERROR(
      database_.Read({.deadline = absl::Now() + kReadPatience}, [&](sql::Tx& tx) -> absl::Status {
        ASSIGN_OR_RETURN(heads, HeadsSince(tx, since, kMostHeads));
        return absl::OkStatus();
      }));
  if (heads.size() == kMostHeads) return LookAtEach(followed);  // there may be more
  for (const InboxHead& head : heads) {
    const auto found = followed.find(head.recipient);
    if (found != followed.end()) *found->second = head.last;
  }
  return absl::OkStatus();
}

absl::Status InboxHeads::LookAtEach(const Heads& followed) {
  return database_.Read({.deadline = absl::Now() + kReadPatience},
                        [&](sql::Tx& tx) -> absl::Status {
                          for (const auto& [recipient, head] : followed) {
                            ASSIGN_OR_RETURN(*head, LastNumber(tx, recipient));
                          }
                          return absl::OkStatus();
                        });
}

}  // namespace tarazy::notifications
