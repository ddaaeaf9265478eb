// Redis for tests: a throw-away server on a free port of 127.0.0.1, in a temporary folder. Never
// skips: where Redis is missing, tests fail with what to install.
#pragma once

#include <sys/types.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "tests/testing/temp_dir.h"

namespace tarazy::testing {

class TempRedis {
 public:
  // `options` are words of its command line ("--requirepass", "x"). NOT_FOUND with what to install
  // when there is no Redis.
  static absl::StatusOr<std::unique_ptr<TempRedis>> Start(std::vector<std::string> options = {});
  ~TempRedis();
  TempRedis(const TempRedis&) = delete;
  TempRedis& operator=(const TempRedis&) = delete;

  int port() const { return port_; }
  std::string url() const;  // redis://127.0.0.1:port

  void Kill();              // as by kill -9: it keeps nothing
  absl::Status Resume();    // starts it again, empty, on the same port, and waits until it answers
  void Signal(int signal);  // SIGSTOP hangs it: connections stand, and nothing answers

  // Runs a command on a connection of its own; the reply's text, "(nil)", or the number. An error
  // reply is returned as text ("ERR …"). Waits for at most 5 s.
  std::string Run(const std::vector<std::string>& command) const;

 private:
  TempRedis(std::string program, std::vector<std::string> options)
      : program_(std::move(program)), options_(std::move(options)) {}

  absl::Status StartOn(int port);

  const std::string program_;
  const std::vector<std::string> options_;
  TempDir dir_;
  int port_ = 0;
  pid_t server_ = 0;
};

}  // namespace tarazy::testing
