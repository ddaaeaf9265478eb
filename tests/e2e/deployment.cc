#include "tests/e2e/deployment.h"

#include <fcntl.h>
#include <grpcpp/create_channel.h>
#include <gtest/gtest.h>
#include <libpq-fe.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "services/accreditation/store/framework_store.h"
#include "services/notifications/store/topic_store.h"
#include "services/rankings/store/methodology_store.h"
#include "services/registry/store/unit_store.h"
#include "services/surveys/store/control/questionnaire_store.h"
#include "tests/testing/temp_postgres.h"

namespace tarazy::e2e {
namespace {

std::string Setting(const char* name, const char* otherwise) {
  const char* value = std::getenv(name);
  return value == nullptr ? otherwise : value;
}

// A database of its own on the test server.
std::string NewPostgresDatabase() {
  static std::atomic<int> count{0};
  const std::string url = testing::TestPostgresUrl();
  const std::string name = absl::StrCat("e2e_", getpid(), "_", count++);
  PGconn* connection = PQconnectdb(url.c_str());
  PQclear(PQexec(connection, absl::StrCat("CREATE DATABASE ", name).c_str()));
  PQfinish(connection);
  return std::regex_replace(url, std::regex("(postgresql://[^/]*/)[^?]*"), "$1" + name);
}

// An address on this machine on which nobody listens. Another program can take it before it is
// used: below the ports that the kernel gives out it has to ask for this very one.
std::string FreeAddress() {
  constexpr int kFirst = 20000, kPorts = 12000, kTries = 1000;
  // Test programs that run at once begin far from each other.
  static std::atomic<int> next{static_cast<int>(int64_t{getpid()} * 977 % kPorts)};
  for (int i = 0; i < kTries; ++i) {
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const int port = kFirst + next++ % kPorts;
    address.sin_port = htons(static_cast<uint16_t>(port));
    const int probe = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const int taken = bind(probe, reinterpret_cast<const sockaddr*>(&address), sizeof address);
    close(probe);
    if (taken == 0) return absl::StrCat("127.0.0.1:", port);
  }
  Die("no port is free");
}

}  // namespace

nlohmann::json CliResult::json() const {
  nlohmann::json parsed = nlohmann::json::parse(out, nullptr, false);
  EXPECT_FALSE(parsed.is_discarded()) << "not JSON: " << out << "\n" << err;
  return parsed;
}

Deployment& Deployment::Get() {
  static const auto deployment = Fresh();
  return *deployment;
}

std::unique_ptr<Deployment> Deployment::Fresh(const std::string& config) {
  Setup setup = Setup::FromEnvironment();
  setup.config = config;
  return Start(setup);
}

std::unique_ptr<Deployment> Deployment::Start(const Setup& setup) {
  return std::unique_ptr<Deployment>(new Deployment(setup));
}

Setup Setup::FromEnvironment() {
  return {.many = Setting("TARAZY_TEST_TOPOLOGY", "one") == "many",
          .postgres = Setting("TARAZY_TEST_ENGINE", "sqlite") == "postgres"};
}

Deployment::Deployment(Setup setup) : setup_(std::move(setup)), database_(setup_.database) {
  if (database_.empty()) {
    database_ =
        setup_.postgres ? NewPostgresDatabase() : absl::StrCat("sqlite:", folder(), "/data");
  }
  if (!setup_.config.empty()) config_file_ = Write("config.yaml", setup_.config);
  if (many()) notifications_grpc_ = FreeAddress();
  Restart();
}

void Deployment::KillAll() {
  if (rankings_) rankings_->Kill();
  if (accreditation_) accreditation_->Kill();
  if (surveys_) surveys_->Kill();
  if (notifications_) notifications_->Kill();
  registry_->Kill();
}

void Deployment::KillRegistry() { registry_->Kill(); }

void Deployment::KillSurveys() { many() ? surveys_->Kill() : registry_->Kill(); }

void Deployment::RestartSurveys() {
  if (many()) return StartSurveys(surveys_->grpc());
  StartRegistry(registry_->grpc());
}

void Deployment::KillNotifications() { many() ? notifications_->Kill() : registry_->Kill(); }

int Deployment::StopNotifications() {
  return many() ? notifications_->Terminate() : registry_->Terminate();
}

bool Deployment::NotificationsRun() const {
  return many() ? notifications_->Running() : registry_->Running();
}

void Deployment::RestartNotifications() {
  if (many()) return StartNotifications();
  StartRegistry(registry_->grpc());
}

void Deployment::StartNotifications() {
  std::vector<std::string> arguments = Arguments(notifications_grpc_);
  arguments.insert(arguments.end(),
                   {"--modules", "notifications", "--peer", "surveys=" + surveys_->grpc()});
  notifications_ = std::make_unique<ServerProcess>(TARAZY_NOTIFICATIONS, arguments,
                                                   folder() + "/notifications.log");
}

void Deployment::StartSurveys(const std::string& grpc) {
  std::vector<std::string> arguments = Arguments(grpc);
  arguments.insert(arguments.end(),
                   {"--modules", "surveys", "--peer", "notifications=" + notifications_grpc_});
  surveys_ = std::make_unique<ServerProcess>(TARAZY_SURVEYS, arguments, folder() + "/surveys.log");
}

std::vector<std::string> Deployment::Arguments(const std::string& grpc) const {
  std::vector<std::string> arguments = {"--grpc",      grpc,     "--http",
                                        "127.0.0.1:0", "--data", folder() + "/data",
                                        "--database",  database_};
  if (!config_file_.empty()) arguments.insert(arguments.end(), {"--config", config_file_});
  return arguments;
}

void Deployment::StartRegistry(const std::string& grpc) {
  std::vector<std::string> arguments = Arguments(grpc);
  if (many()) {
    arguments.insert(arguments.end(),
                     {"--modules", "registry", "--peer", "notifications=" + notifications_grpc_});
  } else if (!setup_.accreditation) {
    arguments.insert(arguments.end(), {"--modules", "registry,rankings"});
  }
  registry_ = std::make_unique<ServerProcess>(TARAZYD, arguments, folder() + "/tarazyd.log");
}

absl::Duration Deployment::Restart() {
  StartRegistry("127.0.0.1:0");
  if (!many()) return registry_->start_time();
  absl::Duration start_time = registry_->start_time();
  std::vector<std::string> arguments = Arguments("127.0.0.1:0");
  StartSurveys("127.0.0.1:0");
  start_time = std::max(start_time, surveys_->start_time());
  StartNotifications();
  start_time = std::max(start_time, notifications_->start_time());
  arguments.insert(arguments.end(), {"--peer", "notifications=" + notifications_grpc_});
  arguments.insert(arguments.end(), {"--peer", "registry=" + registry_->grpc()});
  arguments.insert(arguments.end(), {"--peer", "surveys=" + surveys_->grpc()});
  if (setup_.accreditation) {
    std::vector<std::string> own = arguments;
    own.insert(own.end(), {"--modules", "accreditation"});
    accreditation_ =
        std::make_unique<ServerProcess>(TARAZY_ACCREDITATION, own, folder() + "/accreditation.log");
    start_time = std::max(start_time, accreditation_->start_time());
    arguments.insert(arguments.end(), {"--peer", "accreditation=" + accreditation_->grpc()});
  }
  rankings_ =
      std::make_unique<ServerProcess>(TARAZY_RANKINGS, arguments, folder() + "/rankings.log");
  return std::max(start_time, rankings_->start_time());
}

void Deployment::RestartRegistry() { StartRegistry(registry_->grpc()); }

CliResult Deployment::Run(std::vector<std::string> arguments, const std::string& token_file) {
  return RunWithInput(std::move(arguments), "", token_file);
}

const std::string& Deployment::ServerOf(const std::string& command) const {
  static const auto* const kRankings =
      new std::set<std::string>{"ranking", "methodology", "evidence"};
  static const auto* const kAccreditation = new std::set<std::string>{
      "framework", "case", "decision", "appeal", "register", "certificate", "document"};
  static const auto* const kSurveys = new std::set<std::string>{"questionnaire", "survey"};
  if (many() && kRankings->contains(command)) return rankings_->grpc();
  if (many() && kSurveys->contains(command)) return surveys_->grpc();
  if (many() && command == "notify") return notifications_grpc_;
  if (accreditation_ != nullptr && kAccreditation->contains(command)) return accreditation_->grpc();
  return registry_->grpc();
}

CliResult Deployment::RunWithInput(std::vector<std::string> arguments, const std::string& input,
                                   const std::string& token_file) {
  const std::string& server = ServerOf(arguments.at(0));
  const std::string in = input.empty() ? "/dev/null" : Write("stdin", input);
  arguments.insert(arguments.begin(), TARAZY);
  arguments.insert(arguments.end(),
                   {"--server", server, "--token-file",
                    token_file.empty() ? folder() + "/data/admin.token" : token_file});
  return Capture(std::move(arguments), in);
}

CliResult Deployment::RunScript(const std::string& path) {
  return Capture({"/usr/bin/env", absl::StrCat("TARAZY_SERVER=", registry_->grpc()),
                  absl::StrCat("TARAZY_TOKEN_FILE=", folder(), "/data/admin.token"),
                  absl::StrCat(REPOSITORY, "/", path), TARAZY},
                 "/dev/null");
}

CliResult Deployment::Capture(std::vector<std::string> command, const std::string& in) {
  const std::string out = absl::StrCat(folder(), "/out.", ++files_);
  const std::string err = absl::StrCat(folder(), "/err.", files_);
  CliResult result;
  result.exit = WaitFor(Spawn(std::move(command), in, out, err));
  result.out = ReadAll(out);
  result.err = ReadAll(err);
  return result;
}

nlohmann::json Deployment::Must(std::vector<std::string> arguments, const std::string& token_file) {
  std::string command;
  for (const std::string& argument : arguments) absl::StrAppend(&command, " ", argument);
  const CliResult result = Run(std::move(arguments), token_file);
  EXPECT_EQ(result.exit, 0) << "tarazy" << command << "\n" << result.err;
  return result.exit == 0 ? result.json() : nlohmann::json();
}

std::string Deployment::TokenFile(const std::string& role, const std::string& institution,
                                  std::string* name) {
  std::vector<std::string> command = {"token", "create", "--role", role};
  if (!institution.empty()) command.insert(command.end(), {"--institution", institution});
  const nlohmann::json created = Must(std::move(command));
  if (name != nullptr) *name = absl::StrCat("tokens/", created.at("id").get<std::string>());
  return Write(absl::StrCat(role, ".", ++files_, ".token"), created.at("secret"));
}

std::string Deployment::Write(const std::string& name, const std::string& text) {
  const std::string path = absl::StrCat(folder(), "/", ++files_, ".", name);
  std::ofstream(path, std::ios::binary) << text;
  std::filesystem::permissions(
      path, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  return path;
}

std::unique_ptr<sql::Database> Deployment::OpenData(const std::string& service) {
  const sql::Migrations& schema = service == "registry"        ? registry::SchemaMigrations()
                                  : service == "accreditation" ? accreditation::SchemaMigrations()
                                  : service == "surveys" ? surveys::control::SchemaMigrations()
                                  : service == "notifications" ? notifications::SchemaMigrations()
                                                               : rankings::SchemaMigrations();
  auto opened = sql::Open(database_, service, schema);
  if (!opened.ok()) Die(opened.status().ToString());
  return *std::move(opened);
}

std::shared_ptr<grpc::Channel> Deployment::rankings() const {
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_MAX_METADATA_SIZE, 64 << 10);
  return grpc::CreateCustomChannel(rankings_grpc(), grpc::InsecureChannelCredentials(), arguments);
}

std::shared_ptr<grpc::Channel> Deployment::registry() const {
  return grpc::CreateChannel(registry_->grpc(), grpc::InsecureChannelCredentials());
}

std::shared_ptr<grpc::Channel> Deployment::accreditation() const {
  return grpc::CreateChannel(ServerOf("case"), grpc::InsecureChannelCredentials());
}

std::shared_ptr<grpc::Channel> Deployment::surveys() const {
  return grpc::CreateChannel(ServerOf("survey"), grpc::InsecureChannelCredentials());
}

std::shared_ptr<grpc::Channel> Deployment::notifications() const {
  return grpc::CreateChannel(ServerOf("notify"), grpc::InsecureChannelCredentials());
}

const std::string& Deployment::notifications_http() const {
  return many() ? notifications_->http() : registry_->http();
}

const std::string& Deployment::rankings_http() const {
  return many() ? rankings_->http() : registry_->http();
}

const std::string& Deployment::rankings_grpc() const {
  return many() ? rankings_->grpc() : registry_->grpc();
}

std::string Deployment::AdminToken() const {
  std::string token;
  std::ifstream(folder() + "/data/admin.token") >> token;
  return token;
}

std::string RepositoryFile(const std::string& path) {
  return ReadAll(std::string(REPOSITORY) + "/" + path);
}

std::string SharedFolder() {
  const std::string folder =
      Setting("TARAZY_SHARED", (std::string(REPOSITORY) + "/../shared").c_str());
  return std::filesystem::exists(folder + "/data/arwu-2015.csv") ? folder : "";
}

}  // namespace tarazy::e2e
