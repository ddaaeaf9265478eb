// How far the inboxes are that somebody watches.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/base/clock.h"
#include "common/base/mutex.h"
#include "common/sql/database.h"

namespace tarazy::notifications {

class InboxHeads {
 public:
  // The number of an inbox's last item, as far as was seen.
  using Head = std::atomic<int64_t>;

  // What came is looked for by its time, which is taken before the commit, by another process's
  // clock perhaps: so much is looked at again.
  static constexpr absl::Duration kOverlap = absl::Seconds(5);
  // And what came in a commit that took longer, so often.
  static constexpr absl::Duration kLookAtEach = absl::Seconds(10);

  // Both must outlive it.
  InboxHeads(sql::Database& database, const Clock& clock) : database_(database), clock_(clock) {}

  // The head of this recipient's inbox, kept up to date while somebody holds it. From any thread.
  std::shared_ptr<const Head> Follow(absl::string_view recipient);

  // Brings them up to date, with one query for all; one for each every kLookAtEach. From one thread
  // at a time. While the database does not answer they stay as they are.
  void Look();

 private:
  using Heads = std::map<std::string, std::shared_ptr<Head>, std::less<>>;

  absl::Status LookSince(absl::Time since, const Heads& followed);
  absl::Status LookAtEach(const Heads& followed);
  // Forgets those that nobody holds.
  void Prune() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);

  sql::Database& database_;
  const Clock& clock_;

  Mutex mu_;
  Heads heads_ ABSL_GUARDED_BY(mu_);
  absl::Time looked_ ABSL_GUARDED_BY(mu_);
  absl::Time looked_at_each_ ABSL_GUARDED_BY(mu_);
};

}  // namespace tarazy::notifications
