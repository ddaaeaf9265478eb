#include "services/cli/interrupt.h"

#include <sys/eventfd.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <utility>

namespace tarazy::cli {
namespace {

// What the handler and the destructor wake the waiting thread with; a handler can reach nothing
// that is not global.
int g_wake = -1;
volatile std::sig_atomic_t g_signalled = 0;

void Wake() {
  const uint64_t one = 1;
  const ssize_t written = write(g_wake, &one, sizeof one);
  static_cast<void>(written);  // an eventfd refuses only what would overflow it
}

void OnSignal(int) {
  const int saved = errno;
  g_signalled = 1;
  Wake();
  errno = saved;
}

}  // namespace

Interrupt::Interrupt(std::function<void()> on_interrupt) : on_interrupt_(std::move(on_interrupt)) {
  g_wake = eventfd(0, EFD_CLOEXEC);
  g_signalled = 0;
  waiter_ = std::thread([this] { Wait(); });
  struct sigaction action = {};
  action.sa_handler = OnSignal;
  action.sa_flags = static_cast<int>(SA_RESETHAND);
  sigaction(SIGINT, &action, &before_int_);
  sigaction(SIGTERM, &action, &before_term_);
}

Interrupt::~Interrupt() {
  sigaction(SIGINT, &before_int_, nullptr);
  sigaction(SIGTERM, &before_term_, nullptr);
  Wake();
  waiter_.join();
  close(g_wake);
}

void Interrupt::Wait() {
  uint64_t count = 0;
  while (read(g_wake, &count, sizeof count) < 0 && errno == EINTR) {
  }
  if (g_signalled == 0) return;
  happened_ = true;
  on_interrupt_();
}

}  // namespace tarazy::cli
