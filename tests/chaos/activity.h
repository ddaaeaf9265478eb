// What the clients are doing at this moment, for one who wants to strike in the middle of it.
#pragma once

#include <map>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/base/mutex.h"

namespace tarazy::chaos {

class Activity {
 public:
  void Began(absl::string_view kind);
  void Ended(absl::string_view kind, absl::Duration took);

  // Until an operation of this kind begins, or is answered; gives up after `patience`.
  void AwaitBegin(absl::string_view kind, absl::Duration patience);
  void AwaitEnd(absl::string_view kind, absl::Duration patience);

  // How long operations of this kind took lately; a few milliseconds before the first.
  absl::Duration Typical(absl::string_view kind) const;

  // From Strike to Calm calls may fail.
  void Strike();
  void Calm();
  bool struck() const;

 private:
  struct Kind {
    int begun = 0;
    int ended = 0;
    absl::Duration typical = absl::Milliseconds(5);
  };

  void Await(absl::string_view kind, int Kind::*count, absl::Duration patience);

  mutable Mutex mu_;
  CondVar changed_;
  std::map<std::string, Kind, std::less<>> kinds_ ABSL_GUARDED_BY(mu_);
  bool struck_ ABSL_GUARDED_BY(mu_) = false;
};

// Until the file has been written to `times` times from now on; gives up after `patience`.
class WriteWatch {
 public:
  explicit WriteWatch(const std::string& file);
  ~WriteWatch();
  WriteWatch(const WriteWatch&) = delete;
  WriteWatch& operator=(const WriteWatch&) = delete;

  void Await(int times, absl::Duration patience);

 private:
  int inotify_;
};

}  // namespace tarazy::chaos
