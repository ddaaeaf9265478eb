// A receiver of webhooks for tests (webhook_receiver/server.js, which verifies signatures by
// another library than ours) on a free port of 127.0.0.1. Never skips: where node is missing, tests
// fail.
#pragma once

#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "tests/testing/child_process.h"
#include "tests/testing/temp_dir.h"

namespace tarazy::testing {

class TempWebhookReceiver {
 public:
  // It knows one secret ("whsec_…"); its answers depend on the path: see
  // webhook_receiver/server.js. `options` are further words of its command line ("--tls").
  static absl::StatusOr<std::unique_ptr<TempWebhookReceiver>> Start(
      const std::string& secret, std::vector<std::string> options = {});

  int port() const { return port_; }
  // "http://127.0.0.1:port" and the path; https with --tls.
  std::string Url(absl::string_view path) const;
  // Of its certificate, with --tls; valid for localhost, 127.0.0.1 and hooks.ektu.kz.
  std::string ca_file() const { return dir_.path() + "/cert.pem"; }

  // What it was sent, in that order, over all restarts; a request is here before its sender has the
  // answer. Each has path, method, headers, body, connection, verified.
  std::vector<nlohmann::json> Requests() const;

  void Kill() { process_.Kill(); }
  absl::Status Resume();  // starts it again on the same port
  void Signal(int signal) { process_.Signal(signal); }

 private:
  TempWebhookReceiver(std::string secret, std::vector<std::string> options)
      : secret_(std::move(secret)), options_(std::move(options)) {}

  const std::string secret_;
  const std::vector<std::string> options_;
  TempDir dir_;
  ChildProcess process_;
  int port_ = 0;
};

}  // namespace tarazy::testing
