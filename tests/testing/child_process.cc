#include "tests/testing/child_process.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <iterator>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "absl/time/clock.h"

namespace tarazy::testing {
namespace {

std::string Slurp(const std::string& path) {
  std::ifstream file(path);
  return std::string(std::istreambuf_iterator<char>(file), {});
}

// Of whole lines only; 0 while there is none.
int PortIn(const std::string& printed) {
  int port = 0;
  const size_t end = printed.rfind('\n');
  if (end == std::string::npos) return 0;
  for (absl::string_view line : absl::StrSplit(printed.substr(0, end), '\n')) {
    if (absl::ConsumePrefix(&line, "ready ") && absl::SimpleAtoi(line, &port)) return port;
  }
  return 0;
}

}  // namespace

absl::StatusOr<int> ChildProcess::Start(const std::vector<std::string>& command,
                                        const std::string& log, absl::Duration patience) {
  Kill();
  std::vector<char*> argv;
  for (const std::string& word : command) argv.push_back(const_cast<char*>(word.c_str()));
  argv.push_back(nullptr);
  const int out = open(log.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0666);
  const pid_t parent = getpid();
  child_ = fork();
  if (child_ == 0) {
    dup2(out, STDOUT_FILENO);
    dup2(out, STDERR_FILENO);
    prctl(PR_SET_PDEATHSIG, SIGKILL);  // should the test crash
    if (getppid() != parent) _exit(126);
    execv(argv[0], argv.data());
    _exit(127);
  }
  close(out);
  const absl::Time deadline = absl::Now() + patience;
  while (child_ > 0 && absl::Now() < deadline) {
    if (const int port = PortIn(Slurp(log)); port > 0) return port;
    if (waitpid(child_, nullptr, WNOHANG) == child_) {
      child_ = 0;
      break;
    }
    absl::SleepFor(absl::Milliseconds(5));  // between looks at a condition
  }
  Kill();
  return absl::InternalError(absl::StrCat(command[0], " does not start: ", Slurp(log)));
}

void ChildProcess::Kill() {
  if (child_ <= 0) return;
  kill(child_, SIGKILL);
  waitpid(child_, nullptr, 0);
  child_ = 0;
}

void ChildProcess::Signal(int signal) {
  if (child_ > 0) kill(child_, signal);
}

}  // namespace tarazy::testing
