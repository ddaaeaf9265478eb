#include "common/base/failpoint.h"

#include <signal.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <string>

#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"

namespace tarazy {
namespace {

struct Appointment {
  std::string name;  // empty: none
  int times = 1;
};

const Appointment& Appointed() {
  static const auto* const kAppointment = [] {
    auto* appointment = new Appointment;
    const char* text = std::getenv("TARAZY_TEST_KILL_AT");
    if (text == nullptr) return appointment;
    const std::pair<std::string, std::string> parts = absl::StrSplit(text, absl::MaxSplits(':', 1));
    appointment->name = parts.first;
    if (!absl::SimpleAtoi(parts.second, &appointment->times)) appointment->times = 1;
    return appointment;
  }();
  return *kAppointment;
}

}  // namespace

void Failpoint(absl::string_view name) {
  const Appointment& appointed = Appointed();
  if (appointed.name.empty() || appointed.name != name) return;
  static std::atomic<int> times{0};
  if (++times == appointed.times) kill(getpid(), SIGKILL);
}

}  // namespace tarazy
