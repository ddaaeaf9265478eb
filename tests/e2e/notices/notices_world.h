// A deployment with a mail server and a receiver of webhooks that are not ours, and the people of
// an invented university who are told.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "tests/e2e/deployment.h"
#include "tests/testing/temp_smtp.h"
#include "tests/testing/temp_webhook_receiver.h"

namespace tarazy::e2e {

class NoticesTest : public ::testing::Test {
 protected:
  void SetUp() override {
    auto smtp = testing::TempSmtp::Start();
    ASSERT_TRUE(smtp.ok()) << smtp.status();
    smtp_ = *std::move(smtp);
    deployment_ = Deployment::Fresh(absl::StrFormat(R"(
notices:
  public_url: https://notices.example.kz
  smtp: {host: 127.0.0.1, port: %d, security: none, from: notices@agency.kz, bounce: bounce@agency.kz}
  webhooks: {allow_http: true, allow_private: true}
)",
                                                    smtp_->port()));
  }

  nlohmann::json Must(std::vector<std::string> arguments, const std::string& who = "") {
    return deployment_->Must(std::move(arguments), who);
  }
  std::string Refused(std::vector<std::string> arguments, const std::string& who = "") {
    const CliResult result = deployment_->Run(std::move(arguments), who);
    EXPECT_EQ(result.exit, 1) << result.out;
    return result.err;
  }
  std::string Write(const std::string& name, const std::string& text) {
    return deployment_->Write(name, text);
  }

  // True once it holds, within half a minute.
  static bool Await(absl::FunctionRef<bool()> holds) {
    const absl::Time patience = absl::Now() + absl::Seconds(30);
    while (!holds()) {
      if (absl::Now() > patience) return false;
      absl::SleepFor(absl::Milliseconds(20));
    }
    return true;
  }

  // The values of this header in the messages that this address got.
  std::vector<std::string> Mail(const std::string& to, const std::string& header) {
    std::vector<std::string> values;
    for (const nlohmann::json& message : smtp_->Messages()) {
      if (message.at("rcpt_tos")[0] != to) continue;
      for (const auto& pair : message.at("headers")) {
        if (pair[0] == header) values.push_back(pair[1]);
      }
    }
    return values;
  }

  // What anybody can do with a proof who has Python and OpenSSL; `out` has what it prints, errors
  // too.
  static CliResult VerifyElsewhere(const std::string& proof) {
    CliResult result;
    FILE* pipe = popen(
        ("/usr/bin/python3 '" REPOSITORY "/docs/verify_proof_of_notice.py' '" + proof + "' 2>&1")
            .c_str(),
        "r");
    if (pipe == nullptr) return result;
    char piece[4096];
    for (size_t got = 0; (got = fread(piece, 1, sizeof piece, pipe)) > 0;) {
      result.out.append(piece, got);
    }
    const int status = pclose(pipe);
    if (WIFEXITED(status)) result.exit = WEXITSTATUS(status);
    return result;
  }

  std::unique_ptr<testing::TempSmtp> smtp_;
  std::unique_ptr<Deployment> deployment_;
};

}  // namespace tarazy::e2e
