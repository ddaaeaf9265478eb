#include "tests/e2e/server_process.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <regex>
#include <sstream>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"

extern char** environ;

namespace tarazy::e2e {
namespace {

constexpr absl::Duration kStartTime = absl::Seconds(30);

// The environment without settings that would reach the programs under test.
std::vector<std::string> CleanEnvironment() {
  std::vector<std::string> clean;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string setting = *entry;
    // Where a program is to die is what a test wants of it.
    const bool wanted = setting.rfind("TARAZY_TEST_KILL_AT=", 0) == 0;
    if (wanted || setting.rfind("TARAZY_", 0) != 0) clean.push_back(setting);
  }
  return clean;
}

std::vector<char*> Pointers(std::vector<std::string>& strings) {
  std::vector<char*> pointers;
  for (std::string& string : strings) pointers.push_back(string.data());
  pointers.push_back(nullptr);
  return pointers;
}

std::string Match(const std::string& text, const std::string& pattern) {
  std::smatch match;
  return std::regex_search(text, match, std::regex(pattern)) ? match[1].str() : "";
}

}  // namespace

void Die(const std::string& sentence) {
  std::fprintf(stderr, "%s\n", sentence.c_str());
  std::abort();
}

std::string ReadAll(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

pid_t Spawn(std::vector<std::string> command, const std::string& in, const std::string& out,
            const std::string& err) {
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, 0, in.c_str(), O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&actions, 1, out.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
  posix_spawn_file_actions_addopen(&actions, 2, err.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
  std::vector<std::string> environment = CleanEnvironment();
  pid_t pid = 0;
  const int failed = posix_spawn(&pid, command[0].c_str(), &actions, nullptr,
                                 Pointers(command).data(), Pointers(environment).data());
  posix_spawn_file_actions_destroy(&actions);
  if (failed != 0) Die(absl::StrCat("cannot start ", command[0]));
  return pid;
}

int WaitFor(pid_t pid) {
  int status = 0;
  while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

ServerProcess::ServerProcess(const std::string& program, std::vector<std::string> arguments,
                             const std::string& log) {
  arguments.insert(arguments.begin(), program);
  const absl::Time start = absl::Now();
  pid_ = Spawn(std::move(arguments), "/dev/null", "/dev/null", log);
  const absl::Time deadline = start + kStartTime;
  while (absl::Now() < deadline) {
    const std::string text = ReadAll(log);
    grpc_ = Match(text, R"re("event":"server\.ready","grpc":"([^"]+)")re");
    http_ = Match(text, R"re("event":"server\.ready".*"http":"([^"]+)")re");
    start_time_ = absl::Now() - start;
    if (!http_.empty()) return;
    if (waitpid(pid_, nullptr, WNOHANG) == pid_) Die(absl::StrCat(program, " ended: ", text));
    absl::SleepFor(absl::Milliseconds(5));
  }
  Die(absl::StrCat(program, " did not get ready: ", ReadAll(log)));
}

ServerProcess::~ServerProcess() { Kill(); }

void ServerProcess::Kill() {
  if (pid_ == 0) return;
  kill(pid_, SIGKILL);
  WaitFor(pid_);
  pid_ = 0;
}

bool ServerProcess::Running() const {
  siginfo_t ended = {};
  return pid_ != 0 &&
         waitid(P_PID, static_cast<id_t>(pid_), &ended, WEXITED | WNOHANG | WNOWAIT) == 0 &&
         ended.si_pid == 0;
}

int64_t ServerProcess::Memory(const std::string& line) const {
  const std::string status = ReadAll(absl::StrCat("/proc/", pid_, "/status"));
  return std::stoll(Match(status, line + R"re(:\s*([0-9]+) kB)re")) * 1024;
}

int ServerProcess::Terminate() {
  kill(pid_, SIGTERM);
  const int code = WaitFor(pid_);
  pid_ = 0;
  return code;
}

}  // namespace tarazy::e2e
