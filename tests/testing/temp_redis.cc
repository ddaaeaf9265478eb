#include "tests/testing/temp_redis.h"

#include <fcntl.h>
#include <hiredis/hiredis.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <iterator>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/base/status_macros.h"

namespace tarazy::testing {
namespace {

constexpr char kProgram[] = "/usr/bin/redis-server";
constexpr char kInstall[] = "Redis is missing: install it with 'apt-get install redis-server'";

// A port that was free a moment ago.
int FreePort() {
  const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address = {.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
  socklen_t size = sizeof(address);
  bind(fd, reinterpret_cast<sockaddr*>(&address), size);
  getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size);
  close(fd);
  return ntohs(address.sin_port);
}

pid_t Spawn(const std::vector<std::string>& command, const std::string& log) {
  std::vector<char*> argv;
  for (const std::string& word : command) argv.push_back(const_cast<char*>(word.c_str()));
  argv.push_back(nullptr);
  const pid_t parent = getpid();
  const pid_t child = fork();
  if (child != 0) return child;
  const int out = open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0666);
  dup2(out, STDOUT_FILENO);
  dup2(out, STDERR_FILENO);
  prctl(PR_SET_PDEATHSIG, SIGKILL);  // should the test crash
  if (getppid() != parent) _exit(126);
  execv(argv[0], argv.data());
  _exit(127);
}

std::string Slurp(const std::string& path) {
  std::ifstream file(path);
  return std::string(std::istreambuf_iterator<char>(file), {});
}

}  // namespace

absl::StatusOr<std::unique_ptr<TempRedis>> TempRedis::Start(std::vector<std::string> options) {
  if (access(kProgram, X_OK) != 0) return absl::NotFoundError(kInstall);
  std::unique_ptr<TempRedis> server(new TempRedis(kProgram, std::move(options)));
  absl::Status status;
  for (int attempt = 0; attempt < 5; ++attempt) {  // another program may take the port first
    status = server->StartOn(FreePort());
    if (status.ok()) return server;
  }
  return status;
}

absl::Status TempRedis::StartOn(int port) {
  port_ = port;
  std::vector<std::string> command = {
      program_, "--port",    absl::StrCat(port), "--bind", "127.0.0.1",  "--save", "",
      "--dir",  dir_.path(), "--appendonly",     "no",     "--loglevel", "warning"};
  command.insert(command.end(), options_.begin(), options_.end());
  const std::string log = dir_.path() + "/log.txt";
  server_ = Spawn(command, log);
  const absl::Time deadline = absl::Now() + absl::Seconds(15);
  while (absl::Now() < deadline) {
    // Any answer will do: it may want a password. The port must be ours, so the process must live.
    const std::string answer = Run({"PING"});
    if (waitpid(server_, nullptr, WNOHANG) == server_) {
      server_ = 0;
      break;
    }
    if (answer == "PONG" || absl::StartsWith(answer, "NOAUTH")) return absl::OkStatus();
    absl::SleepFor(absl::Milliseconds(5));  // between looks at a condition
  }
  Kill();
  return absl::InternalError(absl::StrCat("Redis does not start: ", Slurp(log)));
}

std::string TempRedis::url() const { return absl::StrCat("redis://127.0.0.1:", port_); }

absl::Status TempRedis::Resume() { return StartOn(port_); }

void TempRedis::Kill() {
  if (server_ <= 0) return;
  kill(server_, SIGKILL);
  waitpid(server_, nullptr, 0);
  server_ = 0;
}

void TempRedis::Signal(int signal) {
  if (server_ > 0) kill(server_, signal);
}

TempRedis::~TempRedis() { Kill(); }

std::string TempRedis::Run(const std::vector<std::string>& command) const {
  const timeval limit = {.tv_sec = 5};
  redisContext* const context = redisConnectWithTimeout("127.0.0.1", port_, limit);
  redisSetTimeout(context, limit);
  std::vector<const char*> words;
  std::vector<size_t> sizes;
  for (const std::string& word : command) {
    words.push_back(word.data());
    sizes.push_back(word.size());
  }
  auto* const reply = context->err != 0
                          ? nullptr
                          : static_cast<redisReply*>(redisCommandArgv(context, int(words.size()),
                                                                      words.data(), sizes.data()));
  std::string text = context->errstr;
  if (reply != nullptr) {
    text = reply->type == REDIS_REPLY_NIL       ? "(nil)"
           : reply->type == REDIS_REPLY_INTEGER ? absl::StrCat(reply->integer)
           : reply->str != nullptr              ? std::string(reply->str, reply->len)
                                                : "";
    freeReplyObject(reply);
  }
  redisFree(context);
  return text;
}

}  // namespace tarazy::testing
