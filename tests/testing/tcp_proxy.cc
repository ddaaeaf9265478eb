#include "tests/testing/tcp_proxy.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/base/status_macros.h"

namespace tarazy::testing {
namespace {

using std::chrono::steady_clock;

constexpr size_t kChunk = 64 << 10;

sockaddr_in Loopback(int port) {
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

// Closing then sends RST instead of FIN.
void ResetOnClose(int fd) {
  const linger now = {.l_onoff = 1, .l_linger = 0};
  setsockopt(fd, SOL_SOCKET, SO_LINGER, &now, sizeof(now));
}

void NoDelay(int fd) {
  const int on = 1;
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
}

void NonBlocking(int fd) { fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK); }

}  // namespace

absl::StatusOr<std::unique_ptr<TcpProxy>> TcpProxy::Start(int port) {
  return Start(absl::StrCat(port));
}

absl::StatusOr<std::unique_ptr<TcpProxy>> TcpProxy::Start(absl::string_view target) {
  std::unique_ptr<TcpProxy> proxy(new TcpProxy(std::string(target)));
  RETURN_IF_ERROR(proxy->Listen());
  proxy->thread_ = std::thread([raw = proxy.get()] { raw->Run(); });
  return proxy;
}

TcpProxy::~TcpProxy() {
  if (thread_.joinable()) {
    {
      MutexLock lock(mu_);
      stop_ = true;
    }
    Wake();
    thread_.join();
  }
  for (Connection& connection : connections_) Close(connection, /*reset=*/true);
  if (listener_ >= 0) close(listener_);
  if (wake_ >= 0) close(wake_);
}

absl::Status TcpProxy::Listen() {
  wake_ = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  listener_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  sockaddr_in address = Loopback(0);
  socklen_t size = sizeof(address);
  if (wake_ < 0 || listener_ < 0 ||
      bind(listener_, reinterpret_cast<sockaddr*>(&address), size) != 0 ||
      listen(listener_, 512) != 0 ||
      getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
    return absl::InternalError(absl::StrCat("the proxy cannot listen: ", std::strerror(errno)));
  }
  port_ = ntohs(address.sin_port);
  return absl::OkStatus();
}

// A blocking connect: the target is on this machine. -1 when nobody listens there.
int TcpProxy::Dial() const {
  int port = 0;
  int fd = -1;
  int failed = -1;
  if (absl::SimpleAtoi(target_, &port)) {
    fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const sockaddr_in address = Loopback(port);
    failed = connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof(address));
    NoDelay(fd);
  } else {
    fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_un address = {};
    address.sun_family = AF_UNIX;
    target_.copy(address.sun_path, sizeof(address.sun_path) - 1);
    failed = connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof(address));
  }
  if (failed != 0) {
    close(fd);
    return -1;
  }
  NonBlocking(fd);
  return fd;
}

void TcpProxy::Set(Faults faults) {
  {
    MutexLock lock(mu_);
    faults_ = std::move(faults);
  }
  Wake();
}

void TcpProxy::Cut() {
  MutexLock lock(mu_);
  cut_ = true;
  Wake();
  while (cut_) cut_done_.Wait(mu_);
}

int TcpProxy::accepted() const {
  MutexLock lock(mu_);
  return accepted_;
}

int TcpProxy::open_connections() const {
  MutexLock lock(mu_);
  return open_;
}

void TcpProxy::Wake() {
  const uint64_t one = 1;
  if (write(wake_, &one, sizeof(one)) < 0) return;  // full: then it is awake
}

void TcpProxy::Run() {
  while (true) {
    Faults faults;
    {
      MutexLock lock(mu_);
      if (stop_) return;
      if (cut_) {
        for (Connection& connection : connections_) Close(connection, /*reset=*/true);
        connections_.clear();
        cut_ = false;
        cut_done_.NotifyAll();
      }
      open_ = static_cast<int>(connections_.size());
      faults = faults_;
    }
    // Two entries a connection, in the order of the list: what to read and what to write.
    std::vector<pollfd> polled = {{wake_, POLLIN, 0}, {listener_, POLLIN, 0}};
    for (Connection& connection : connections_) {
      for (Pipe* pipe : {&connection.up, &connection.down}) {
        const bool read = !pipe->ended && !faults.hold && pipe->waiting.size() < 64;
        polled.push_back({read ? pipe->from : -1, POLLIN, 0});
      }
    }
    poll(polled.data(), polled.size(), PollTimeout(faults));
    uint64_t drained = 0;
    if (read(wake_, &drained, sizeof(drained)) > 0) continue;  // faults may have changed
    size_t next = 2;
    for (Connection& connection : connections_) {
      for (Pipe* pipe : {&connection.up, &connection.down}) {
        if (polled[next++].revents != 0) Read(*pipe, faults, connection);
        if (!faults.hold) Write(*pipe, faults, connection);
      }
    }
    connections_.remove_if([this](Connection& connection) {
      const bool over =
          connection.broken || (connection.up.end_passed && connection.down.end_passed);
      if (over) Close(connection, connection.broken);
      return over;
    });
    if (polled[1].revents != 0) Accept(faults);
  }
}

void TcpProxy::Accept(const Faults& faults) {
  const int client = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK);
  if (client < 0) return;
  {
    MutexLock lock(mu_);
    ++accepted_;
  }
  NoDelay(client);
  const int server = faults.refuse ? -1 : Dial();
  if (server < 0) {
    ResetOnClose(client);
    close(client);
    return;
  }
  Connection& added = connections_.emplace_back();
  added.up = {.from = client, .to = server, .to_server = true};
  added.down = {.from = server, .to = client};
}

void TcpProxy::Read(Pipe& pipe, const Faults& faults, Connection& connection) {
  std::string bytes(kChunk, '\0');
  const ssize_t size = recv(pipe.from, bytes.data(), bytes.size(), 0);
  if (size < 0) {
    if (errno != EAGAIN && errno != EINTR) connection.broken = true;
    return;
  }
  if (size == 0) {
    pipe.ended = true;
    return;
  }
  bytes.resize(size);
  const auto& change = pipe.to_server ? faults.to_server : faults.to_client;
  if (change) bytes = change(std::move(bytes));
  if (bytes.empty()) return;
  pipe.waiting.push_back({steady_clock::now() + absl::ToChronoNanoseconds(faults.delay), bytes});
}

void TcpProxy::Write(Pipe& pipe, const Faults& faults, Connection& connection) {
  const auto gap = absl::ToChronoNanoseconds(faults.delay);
  while (!pipe.waiting.empty()) {
    Piece& piece = pipe.waiting.front();
    const auto now = steady_clock::now();
    if (piece.due > now) return;
    size_t size = piece.bytes.size();
    if (faults.slice_bytes > 0) {
      if (pipe.last_sent + gap > now) return;
      size = std::min(size, faults.slice_bytes);
    }
    const ssize_t sent = send(pipe.to, piece.bytes.data(), size, MSG_NOSIGNAL);
    if (sent < 0) {
      if (errno != EAGAIN && errno != EINTR) connection.broken = true;
      return;
    }
    pipe.last_sent = now;
    piece.bytes.erase(0, sent);
    if (piece.bytes.empty()) pipe.waiting.pop_front();
  }
  if (pipe.ended && !pipe.end_passed) {
    shutdown(pipe.to, SHUT_WR);
    pipe.end_passed = true;
  }
}

void TcpProxy::Close(Connection& connection, bool reset) {
  for (const int fd : {connection.up.from, connection.up.to}) {
    if (reset) ResetOnClose(fd);
    close(fd);
  }
}

// Until the next piece is due; -1 when only the network or a caller can bring work. A receiver
// that takes nothing is looked at again after 5 ms.
int TcpProxy::PollTimeout(const Faults& faults) const {
  if (faults.hold) return -1;
  int least = -1;
  const auto now = steady_clock::now();
  for (const Connection& connection : connections_) {
    for (const Pipe* pipe : {&connection.up, &connection.down}) {
      if (pipe->waiting.empty()) continue;
      Time due = pipe->waiting.front().due;
      if (faults.slice_bytes > 0) {
        due = std::max(due, pipe->last_sent + absl::ToChronoNanoseconds(faults.delay));
      }
      const auto left = std::chrono::ceil<std::chrono::milliseconds>(due - now).count();
      const int wait = left > 0 ? static_cast<int>(left) : 5;
      least = least < 0 ? wait : std::min(least, wait);
    }
  }
  return least;
}

}  // namespace tarazy::testing
