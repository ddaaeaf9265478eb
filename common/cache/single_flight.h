// One computation of a key at a time: whoever comes meanwhile waits for its result.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/base/mutex.h"
#include "common/cache/value.h"
#include "common/obs/metrics.h"

namespace tarazy::cache {

using Result = absl::StatusOr<Value>;

// Runs a task soon on a thread that may block; false, and the task is never run, when it has no
// room or is stopping.
using Executor = std::function<bool(std::function<void()>)>;

// The first caller of a key leads: his work is run, the others get its result, errors included.
// But a leader whose work ends in CANCELLED or DEADLINE_EXCEEDED failed for a reason of his own
// caller: then the next one waiting leads, with his own work. Work must not ask for its own key.
//
// Must outlive the tasks that it gave to executors.
class SingleFlight {
 public:
  using Work = std::function<Result()>;
  using Done = std::function<void(const Result&)>;

  // `joined` counts those who waited for another's work.
  explicit SingleFlight(obs::Counter joined = {}) : joined_(joined) {}
  SingleFlight(const SingleFlight&) = delete;
  SingleFlight& operator=(const SingleFlight&) = delete;

  // Waits for the result on this thread, which runs `work` when it leads. DEADLINE_EXCEEDED when
  // the wait for another's work is not over by `deadline` (his own work bounds itself).
  Result Do(absl::string_view key, absl::Time deadline, const Work& work);

  // Waits on no thread. `work` is run on `executor` if this caller leads. `done` is called exactly
  // once, on the thread of whoever led, and must not block; with RESOURCE_EXHAUSTED (OVERLOADED)
  // when the executor refuses, on this thread perhaps. `deadline` is looked at when it is this
  // caller's turn to lead; no timer ends a wait earlier. `after`, if given, is run on the
  // executor's thread after this caller led and everybody has the result.
  void Start(absl::string_view key, absl::Time deadline, const Executor& executor, Work work,
             Done done, std::function<void()> after = nullptr);

 private:
  class Seat;
  class BlockingSeat;
  class CallbackSeat;

  // True when nobody computes the key: then `seat`'s owner leads; else it waits.
  bool Board(absl::string_view key, const std::shared_ptr<Seat>& seat);
  Result Lead(const std::string& key, const Work& work);
  void PassOn(const std::string& key);

  const obs::Counter joined_;
  Mutex mu_;
  // Keys being computed, and who waits for each, in the order of arrival.
  std::map<std::string, std::vector<std::shared_ptr<Seat>>, std::less<>> flights_
      ABSL_GUARDED_BY(mu_);
};

}  // namespace tarazy::cache
