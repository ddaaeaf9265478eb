#include "tests/bench/notices/postfix.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <pwd.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "tests/e2e/server_process.h"

namespace tarazy::notifications {
namespace {

int FreePort() {
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  const int probe = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  bind(probe, reinterpret_cast<const sockaddr*>(&address), size);
  getsockname(probe, reinterpret_cast<sockaddr*>(&address), &size);
  close(probe);
  return ntohs(address.sin_port);
}

bool Listens(int port) {
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(static_cast<uint16_t>(port));
  const int probe = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const bool listens =
      connect(probe, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  close(probe);
  return listens;
}

}  // namespace

Postfix::Postfix(std::string folder) : folder_(std::move(folder)), port_(FreePort()) {
  setenv("LD_LIBRARY_PATH", (folder_ + "/usr/lib/postfix").c_str(), 1);
}

void Postfix::Sink() { Start(""); }

void Postfix::KeepingSink() { Start(" -d " + kept_.path() + "/"); }

void Postfix::Start(const std::string& options) {
  // As root it wants to be told whom to become.
  const passwd* const user = geteuid() == 0 ? getpwuid(0) : nullptr;
  const std::string become = user == nullptr ? "" : absl::StrCat(" -u ", user->pw_name);
  sink_ = e2e::Spawn({"/bin/sh", "-c",
                      absl::StrCat("exec ", folder_, "/usr/sbin/smtp-sink", become, options,
                                   " 127.0.0.1:", port_, " 1000")},
                     "/dev/null", "/dev/null", kept_.path() + ".log");
  const absl::Time patience = absl::Now() + absl::Seconds(10);
  while (!Listens(port_)) {
    if (absl::Now() > patience) e2e::Die("smtp-sink: " + e2e::ReadAll(kept_.path() + ".log"));
    absl::SleepFor(absl::Milliseconds(5));
  }
}

void Postfix::Stop() {
  if (sink_ == 0) return;
  kill(sink_, SIGKILL);
  e2e::WaitFor(sink_);
  sink_ = 0;
}

int Postfix::MeanSize() const {
  size_t bytes = 0;
  size_t messages = 0;
  for (const auto& file : std::filesystem::directory_iterator(kept_.path())) {
    std::string text = e2e::ReadAll(file.path());
    // Before our first header are those of the sink, and its lines end in LF.
    text.erase(0, text.find("\nFrom: ") + 1);
    bytes += text.size() + static_cast<size_t>(std::count(text.begin(), text.end(), '\n'));
    ++messages;
  }
  if (messages == 0) e2e::Die("the sink has no message");
  return static_cast<int>(bytes / messages);
}

double Postfix::MessagesPerSecond(const Load& load) const {
  const absl::Time start = absl::Now();
  const int failed = e2e::WaitFor(e2e::Spawn(
      {"/bin/sh", "-c",
       absl::StrCat("exec ", folder_, "/usr/sbin/smtp-source -s ", load.sessions, " -m ",
                    load.messages, " -l ", load.bytes, load.keep ? " -d" : "",
                    " -f notices@agency.kz -t studies@i000000.example.kz 127.0.0.1:", port_)},
      "/dev/null", "/dev/null", kept_.path() + ".log"));
  if (failed != 0) e2e::Die("smtp-source: " + e2e::ReadAll(kept_.path() + ".log"));
  return load.messages / absl::ToDoubleSeconds(absl::Now() - start);
}

}  // namespace tarazy::notifications
