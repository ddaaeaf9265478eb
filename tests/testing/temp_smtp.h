// A mail server for tests (smtp_sink.py) on a free port of 127.0.0.1, with a temporary folder.
// Never skips: where aiosmtpd is missing, tests fail with what to install.
#pragma once

#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "tests/testing/child_process.h"
#include "tests/testing/temp_dir.h"

namespace tarazy::testing {

class TempSmtp {
 public:
  // `options` are words of its command line ("--fail", "*@ektu.kz:550"): see smtp_sink.py.
  static absl::StatusOr<std::unique_ptr<TempSmtp>> Start(std::vector<std::string> options = {});

  int port() const { return port_; }
  // Of its certificate, with --tls; valid for 127.0.0.1 and localhost.
  std::string ca_file() const { return dir_.path() + "/cert.pem"; }

  // What it has accepted, in that order; a message is here before its sender knows.
  std::vector<nlohmann::json> Messages() const;
  // How many connections were made, over all restarts.
  int Connections() const;

  void Kill() { process_.Kill(); }
  absl::Status Resume();  // starts it again on the same port
  void Signal(int signal) { process_.Signal(signal); }

 private:
  explicit TempSmtp(std::vector<std::string> options) : options_(std::move(options)) {}

  const std::vector<std::string> options_;
  TempDir dir_;
  ChildProcess process_;
  int port_ = 0;
};

}  // namespace tarazy::testing
