// The real programs, started for a test run: one process that hosts everything, or a process per
// service; on SQLite or PostgreSQL. Which of them comes from TARAZY_TEST_TOPOLOGY (one, many) and
// TARAZY_TEST_ENGINE (sqlite, postgres), so that every journey runs in all of them.
#pragma once

#include <grpcpp/channel.h>
#include <sys/types.h>

#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "common/sql/database.h"
#include "tests/e2e/server_process.h"
#include "tests/testing/temp_dir.h"

namespace tarazy::e2e {

// What a run of the command line gave.
struct CliResult {
  int exit = -1;
  std::string out;
  std::string err;

  nlohmann::json json() const;  // of `out`; fails the test when it is none
};

// What is deployed.
struct Setup {
  bool many = false;          // a process per service
  bool postgres = false;      // when `database` is empty: a new database on the test's server
  std::string database;       // a URL; empty: made for this deployment
  std::string config;         // the text of a configuration file; empty: none
  bool accreditation = true;  // false: rankings and the registry alone

  static Setup FromEnvironment();
};

class Deployment {
 public:
  // The deployment of this test program, started on first use.
  static Deployment& Get();

  // A fresh one of the same kind, beside it; `config` is the text of a configuration file.
  static std::unique_ptr<Deployment> Fresh(const std::string& config = "");
  static std::unique_ptr<Deployment> Start(const Setup& setup);

  // tarazy ARGUMENTS… as the administrator, or with another token file. Commands about rankings,
  // methodologies and evidence go to the rankings' process, those about frameworks, cases,
  // decisions, appeals, certificates and the register to that of accreditation, those about
  // questionnaires and surveys and those about notices to theirs, the others to the registry's.
  CliResult Run(std::vector<std::string> arguments, const std::string& token_file = "");
  // The same with text on standard input.
  CliResult RunWithInput(std::vector<std::string> arguments, const std::string& input,
                         const std::string& token_file = "");
  // A script of the repository that takes the command line's path, such as "examples/cases/load",
  // as `make run` calls it; only in a deployment of one process.
  CliResult RunScript(const std::string& path);
  // Expects exit 0 and gives the JSON.
  nlohmann::json Must(std::vector<std::string> arguments, const std::string& token_file = "");

  // A file with a new token of this role; `institution` for the role institution. `name` is set to
  // the token's, "tokens/…".
  std::string TokenFile(const std::string& role, const std::string& institution = "",
                        std::string* name = nullptr);
  // A file in the test's folder.
  std::string Write(const std::string& name, const std::string& text);

  // The stored data of a service, to change by hand.
  std::unique_ptr<sql::Database> OpenData(const std::string& service);

  void KillAll();            // kill -9 of every process
  void KillRegistry();       // of the registry's alone, when there are many
  void KillSurveys();        // of the surveys', or of everything when there is one process
  void KillNotifications();  // the same of the notifications'
  int StopNotifications();   // the same by SIGTERM; its exit code
  bool NotificationsRun() const;
  // The same processes on the same data; how long until all were ready.
  absl::Duration Restart();
  // The registry's process alone, where the others look for it; only in a deployment of many.
  void RestartRegistry();
  // What KillSurveys killed, where it was.
  void RestartSurveys();
  // What KillNotifications killed, where it was.
  void RestartNotifications();

  std::shared_ptr<grpc::Channel> rankings() const;
  std::shared_ptr<grpc::Channel> registry() const;
  std::shared_ptr<grpc::Channel> accreditation() const;
  std::shared_ptr<grpc::Channel> surveys() const;
  std::shared_ptr<grpc::Channel> notifications() const;
  const std::string& rankings_http() const;
  const std::string& registry_http() const { return registry_->http(); }
  const std::string& rankings_grpc() const;
  const std::string& notifications_http() const;
  // The process that hosts the rankings.
  const ServerProcess& rankings_process() const { return many() ? *rankings_ : *registry_; }
  bool many() const { return setup_.many; }
  std::string AdminToken() const;
  const std::string& folder() const { return folder_.path(); }

 private:
  explicit Deployment(Setup setup);
  std::vector<std::string> Arguments(const std::string& grpc) const;
  void StartRegistry(const std::string& grpc);
  void StartSurveys(const std::string& grpc);
  void StartNotifications();
  const std::string& ServerOf(const std::string& command) const;
  CliResult Capture(std::vector<std::string> command, const std::string& in);

  const Setup setup_;
  std::string database_;
  std::string config_file_;
  testing::TempDir folder_;
  // Where notifications listen when there are many processes: known before they start, because they
  // and the others need each other's addresses.
  std::string notifications_grpc_;
  std::unique_ptr<ServerProcess> registry_;       // or everything
  std::unique_ptr<ServerProcess> rankings_;       // when there are many
  std::unique_ptr<ServerProcess> accreditation_;  // when there are many, and it is deployed
  std::unique_ptr<ServerProcess> surveys_;        // when there are many
  std::unique_ptr<ServerProcess> notifications_;  // when there are many
  int files_ = 0;
};

// The text of a file of the repository, such as "examples/demonstration/values.csv".
std::string RepositoryFile(const std::string& path);

// The folder of the published rankings (TARAZY_SHARED, default ../shared); empty when absent.
std::string SharedFolder();

}  // namespace tarazy::e2e
