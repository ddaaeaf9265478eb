// A program that serves a test, and ends with it.
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace tarazy::testing {

class ChildProcess {
 public:
  ChildProcess() = default;
  ~ChildProcess() { Kill(); }
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;

  // Starts the program with its words; what it prints goes to the file `log`, which is begun anew.
  // Waits until it has printed "ready PORT" and returns the port. INTERNAL with what it printed
  // when it ends before, or takes longer than `patience`.
  absl::StatusOr<int> Start(const std::vector<std::string>& command, const std::string& log,
                            absl::Duration patience);

  void Kill();              // as by kill -9, and waits for its end
  void Signal(int signal);  // SIGSTOP hangs it: connections stand, and nothing answers

 private:
  pid_t child_ = 0;
};

}  // namespace tarazy::testing
