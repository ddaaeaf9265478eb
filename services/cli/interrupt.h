// Ctrl-C as an end and not an accident, for commands that run until their reader has seen enough.
#pragma once

#include <atomic>
#include <csignal>
#include <functional>
#include <thread>

namespace tarazy::cli {

// While it lives, the first SIGINT or SIGTERM calls `on_interrupt`, once and on a thread of its
// own, instead of ending the process; the second ends it. One at a time in a process.
class Interrupt {
 public:
  explicit Interrupt(std::function<void()> on_interrupt);
  ~Interrupt();
  Interrupt(const Interrupt&) = delete;
  Interrupt& operator=(const Interrupt&) = delete;

  bool happened() const { return happened_; }

 private:
  void Wait();

  const std::function<void()> on_interrupt_;
  std::atomic<bool> happened_ = false;
  struct sigaction before_int_ = {};
  struct sigaction before_term_ = {};
  std::thread waiter_;
};

}  // namespace tarazy::cli
