#include "common/cache/redis_connection.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <ctime>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/base/status_macros.h"

namespace tarazy::cache {
namespace {

using std::chrono::steady_clock;
using Deadline = RedisConnection::Deadline;

absl::Status TooSlow() { return absl::DeadlineExceededError("Redis is too slow"); }

absl::Status Ended() { return absl::UnavailableError("the connection to Redis ended"); }

// Waits for `events`; DEADLINE_EXCEEDED when none came in time.
absl::Status Await(int fd, int16_t events, Deadline deadline) {
  pollfd polled = {fd, events, 0};
  while (true) {
    const auto left = std::chrono::duration_cast<std::chrono::nanoseconds>(
        std::max(deadline - steady_clock::now(), Deadline::duration::zero()));
    const timespec time = {.tv_sec = left.count() / 1'000'000'000,
                           .tv_nsec = left.count() % 1'000'000'000};
    const int ready = ppoll(&polled, 1, &time, nullptr);
    if (ready > 0) return absl::OkStatus();
    if (ready == 0) return TooSlow();
    if (errno != EINTR) return Ended();
  }
}

// A connected socket, or the reason why not.
absl::StatusOr<int> Connect(const SocketAddress& address, Deadline deadline) {
  const int fd = socket(address.storage.ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (fd < 0) return absl::UnavailableError("no socket is free");
  const int on = 1;
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
  absl::Status status;
  if (connect(fd, reinterpret_cast<const sockaddr*>(&address.storage), address.size) != 0) {
    int error = errno;
    if (error == EINPROGRESS) {
      status = Await(fd, POLLOUT, deadline);
      socklen_t size = sizeof(error);
      if (getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size) != 0) error = errno;
    }
    if (status.ok() && error != 0) status = absl::UnavailableError("Redis takes no connection");
  }
  if (status.ok()) return fd;
  close(fd);
  return status;
}

absl::Status Expect(const absl::StatusOr<Reply>& reply, absl::string_view what) {
  RETURN_IF_ERROR(reply.status());
  if ((*reply)->type == REDIS_REPLY_STATUS) return absl::OkStatus();
  return absl::UnavailableError(absl::StrCat("Redis refuses ", what));
}

}  // namespace

absl::string_view TextOf(const redisReply& reply) { return {reply.str, size_t(reply.len)}; }

absl::StatusOr<std::unique_ptr<RedisConnection>> RedisConnection::Open(const RedisAddress& address,
                                                                       Resolver& resolver,
                                                                       const Limits& limits,
                                                                       Deadline deadline) {
  ASSIGN_OR_RETURN(const std::vector<SocketAddress> addresses, resolver.Resolve(deadline));
  absl::StatusOr<int> fd = Ended();
  for (const SocketAddress& candidate : addresses) {
    fd = Connect(candidate, deadline);
    if (fd.ok() || absl::IsDeadlineExceeded(fd.status())) break;
  }
  RETURN_IF_ERROR(fd.status());
  std::unique_ptr<RedisConnection> connection(new RedisConnection(*fd, limits));
  RETURN_IF_ERROR(connection->Greet(address, deadline));
  return connection;
}

RedisConnection::RedisConnection(int fd, const Limits& limits)
    : fd_(fd), limits_(limits), reader_(redisReaderCreate()) {}

RedisConnection::~RedisConnection() { close(fd_); }

absl::Status RedisConnection::Greet(const RedisAddress& address, Deadline deadline) {
  if (!address.password.empty()) {
    std::vector<absl::string_view> auth = {"AUTH", address.user, address.password};
    if (address.user.empty()) auth.erase(auth.begin() + 1);
    RETURN_IF_ERROR(Expect(Run(auth, deadline), "the password"));
  }
  if (address.database != 0) {
    RETURN_IF_ERROR(
        Expect(Run({"SELECT", absl::StrCat(address.database)}, deadline), "the database"));
  }
  return absl::OkStatus();
}

absl::StatusOr<Reply> RedisConnection::Run(absl::Span<const absl::string_view> command,
                                           Deadline deadline) {
  RETURN_IF_ERROR(Send(command, deadline));
  return Read(deadline);
}

absl::Status RedisConnection::Send(absl::Span<const absl::string_view> command, Deadline deadline) {
  std::vector<const char*> words;
  std::vector<size_t> sizes;
  for (const absl::string_view word : command) {
    words.push_back(word.data());
    sizes.push_back(word.size());
  }
  char* formatted = nullptr;
  const int size = redisFormatCommandArgv(&formatted, static_cast<int>(words.size()), words.data(),
                                          sizes.data());
  if (size < 0) return absl::ResourceExhaustedError("no memory for a command");
  const std::unique_ptr<char, decltype(&std::free)> owner(formatted, &std::free);
  for (absl::string_view rest(formatted, size); !rest.empty();) {
    const ssize_t sent = send(fd_, rest.data(), rest.size(), MSG_NOSIGNAL);
    if (sent >= 0) {
      rest.remove_prefix(sent);
    } else if (errno == EAGAIN) {
      RETURN_IF_ERROR(Await(fd_, POLLOUT, deadline));
    } else if (errno != EINTR) {
      return Ended();
    }
    if (!rest.empty() && steady_clock::now() >= deadline) return TooSlow();
  }
  return absl::OkStatus();
}

absl::StatusOr<Reply> RedisConnection::Read(Deadline deadline) {
  while (true) {
    void* complete = nullptr;
    if (redisReaderGetReply(reader_.get(), &complete) != REDIS_OK) {
      return absl::DataLossError("what Redis sent is not its protocol");
    }
    if (complete != nullptr) {
      unparsed_ = 0;
      return Reply(static_cast<redisReply*>(complete));
    }
    if (unparsed_ > limits_.max_reply_bytes)
      return absl::ResourceExhaustedError("a reply is too large");
    RETURN_IF_ERROR(Await(fd_, POLLIN, deadline));
    char bytes[16 << 10];
    const ssize_t size = recv(fd_, bytes, sizeof(bytes), 0);
    if (size == 0) return Ended();
    if (size < 0) {
      if (errno == EAGAIN || errno == EINTR) continue;
      return Ended();
    }
    if (unparsed_ == 0 && bytes[0] == '*' && !limits_.arrays) {
      return absl::DataLossError("Redis sent an array unasked");
    }
    unparsed_ += size;
    redisReaderFeed(reader_.get(), bytes, size);
  }
}

bool RedisConnection::Quiet() const {
  pollfd polled = {fd_, POLLIN, 0};
  return reader_->len == reader_->pos && poll(&polled, 1, 0) == 0;
}

void RedisConnection::Interrupt() { shutdown(fd_, SHUT_RDWR); }

}  // namespace tarazy::cache
