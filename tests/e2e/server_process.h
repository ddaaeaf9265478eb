// The programs under test as processes.
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

#include "absl/time/time.h"

namespace tarazy::e2e {

// Ends the test program with a sentence: for what no test can go on without.
[[noreturn]] void Die(const std::string& sentence);
std::string ReadAll(const std::string& path);

// Starts a command with standard input from a file and its outputs into files, without the settings
// of this program.
pid_t Spawn(std::vector<std::string> command, const std::string& in, const std::string& out,
            const std::string& err);
// Waits for its end; the exit code, or -1.
int WaitFor(pid_t pid);

// A server process; killed when it goes out of scope.
class ServerProcess {
 public:
  // Starts `program` and waits until its log says that it is ready.
  ServerProcess(const std::string& program, std::vector<std::string> arguments,
                const std::string& log);
  ~ServerProcess();
  ServerProcess(const ServerProcess&) = delete;
  ServerProcess& operator=(const ServerProcess&) = delete;

  void Kill();  // kill -9
  bool Running() const;
  int Terminate();  // SIGTERM; the exit code
  // The memory that it holds now and the most that it ever held, in bytes.
  int64_t ResidentBytes() const { return Memory("VmRSS"); }
  int64_t PeakBytes() const { return Memory("VmHWM"); }
  const std::string& grpc() const { return grpc_; }
  const std::string& http() const { return http_; }
  absl::Duration start_time() const { return start_time_; }  // from its start until it was ready

 private:
  int64_t Memory(const std::string& line) const;

  pid_t pid_ = 0;
  std::string grpc_;
  std::string http_;
  absl::Duration start_time_;
};

}  // namespace tarazy::e2e
