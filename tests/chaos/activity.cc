#include "tests/chaos/activity.h"

#include <poll.h>
#include <sys/inotify.h>
#include <unistd.h>

#include <algorithm>

#include "absl/time/clock.h"

namespace tarazy::chaos {

void Activity::Began(absl::string_view kind) {
  MutexLock lock(mu_);
  ++kinds_[std::string(kind)].begun;
  changed_.NotifyAll();
}

void Activity::Ended(absl::string_view kind, absl::Duration took) {
  MutexLock lock(mu_);
  Kind& entry = kinds_[std::string(kind)];
  ++entry.ended;
  entry.typical = entry.typical * 0.7 + took * 0.3;
  changed_.NotifyAll();
}

void Activity::Await(absl::string_view kind, int Kind::*count, absl::Duration patience) {
  const absl::Time deadline = absl::Now() + patience;
  MutexLock lock(mu_);
  const int before = kinds_[std::string(kind)].*count;
  while (kinds_[std::string(kind)].*count == before && absl::Now() < deadline) {
    changed_.WaitUntil(mu_, deadline);
  }
}

void Activity::AwaitBegin(absl::string_view kind, absl::Duration patience) {
  Await(kind, &Kind::begun, patience);
}

void Activity::AwaitEnd(absl::string_view kind, absl::Duration patience) {
  Await(kind, &Kind::ended, patience);
}

absl::Duration Activity::Typical(absl::string_view kind) const {
  MutexLock lock(mu_);
  const auto it = kinds_.find(kind);
  return it == kinds_.end() ? Kind().typical : it->second.typical;
}

void Activity::Strike() {
  MutexLock lock(mu_);
  struck_ = true;
}

void Activity::Calm() {
  MutexLock lock(mu_);
  struck_ = false;
}

bool Activity::struck() const {
  MutexLock lock(mu_);
  return struck_;
}

WriteWatch::WriteWatch(const std::string& file) : inotify_(inotify_init1(IN_CLOEXEC)) {
  inotify_add_watch(inotify_, file.c_str(), IN_MODIFY);
}

WriteWatch::~WriteWatch() { close(inotify_); }

void WriteWatch::Await(int times, absl::Duration patience) {
  const absl::Time deadline = absl::Now() + patience;
  while (times > 0) {
    const int64_t left = absl::ToInt64Milliseconds(deadline - absl::Now());
    pollfd ready = {.fd = inotify_, .events = POLLIN, .revents = 0};
    if (left <= 0 || poll(&ready, 1, static_cast<int>(left)) <= 0) return;
    alignas(inotify_event) char events[sizeof(inotify_event) * 16];
    const ssize_t got = read(inotify_, events, sizeof events);
    times -=
        static_cast<int>(std::max<ssize_t>(got, 0) / static_cast<ssize_t>(sizeof(inotify_event)));
  }
}

}  // namespace tarazy::chaos
