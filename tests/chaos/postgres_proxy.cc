#include "tests/chaos/postgres_proxy.h"

#include <gtest/gtest.h>
#include <libpq-fe.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstring>
#include <optional>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/time/clock.h"
#include "common/base/ids.h"

namespace tarazy::chaos {
namespace {

constexpr int kLookMillis = 20;  // between looks at whether to stop
constexpr size_t kHeader = 4;    // a message's length, which counts itself

sockaddr_un Address(const std::string& folder) {
  sockaddr_un address = {};
  address.sun_family = AF_UNIX;
  const std::string path = folder + "/.s.PGSQL.5432";
  std::strncpy(address.sun_path, path.c_str(), sizeof address.sun_path - 1);
  return address;
}

bool SendAll(int to, absl::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = send(to, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<size_t>(sent));
  }
  return true;
}

// The client's bytes, message by message. The first has no type, all others one byte of it.
class Messages {
 public:
  void Add(absl::string_view bytes) { absl::StrAppend(&buffer_, bytes); }

  std::optional<std::string> Next() {
    const size_t type = first_ ? 0 : 1;
    if (buffer_.size() < type + kHeader) return std::nullopt;
    const auto* length = reinterpret_cast<const unsigned char*>(buffer_.data() + type);
    const size_t size = type + (size_t{length[0]} << 24 | size_t{length[1]} << 16 |
                                size_t{length[2]} << 8 | size_t{length[3]});
    if (buffer_.size() < size) return std::nullopt;
    first_ = false;
    std::string message = buffer_.substr(0, size);
    buffer_.erase(0, size);
    return message;
  }

 private:
  std::string buffer_;
  bool first_ = true;
};

// Follows a connection's transactions; those that only read end with COMMIT too.
class Transactions {
 public:
  // True when `message` commits changes.
  bool IsCommit(absl::string_view message) {
    if (message[0] != 'Q') return false;
    const absl::string_view sql = message.substr(1 + kHeader);
    if (absl::StrContains(sql, "BEGIN")) writing_ = absl::StrContains(sql, "SERIALIZABLE");
    return writing_ && absl::StartsWith(sql, "COMMIT");
  }

 private:
  bool writing_ = false;
};

struct Ends {
  int client;
  int server;
  ~Ends() {
    close(client);
    close(server);
  }
};

bool Receive(int from, std::string* bytes) {
  char piece[16384];
  const ssize_t got = recv(from, piece, sizeof piece, 0);
  if (got <= 0) return false;
  bytes->assign(piece, static_cast<size_t>(got));
  return true;
}

}  // namespace

PostgresProxy::PostgresProxy(const std::string& server_folder) : server_(server_folder) {
  listener_ = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const sockaddr_un address = Address(folder_.path());
  EXPECT_EQ(bind(listener_, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
  EXPECT_EQ(listen(listener_, 128), 0);
  acceptor_ = std::thread([this] { Accept(); });
}

PostgresProxy::~PostgresProxy() {
  stopping_ = true;
  acceptor_.join();
  for (std::thread& connection : connections_) connection.join();
  close(listener_);
}

std::string PostgresProxy::Url(const std::string& database) const {
  return absl::StrCat("postgresql://tarazy@/", database,
                      "?host=", absl::StrReplaceAll(folder_.path(), {{"/", "%2F"}}));
}

std::string PostgresProxy::NewDatabase() {
  const std::string name = absl::StrCat("chaos_", RandomHex(8));
  PGconn* const connection = PQconnectdb(Url("postgres").c_str());
  PGresult* const result = PQexec(connection, absl::StrCat("CREATE DATABASE ", name).c_str());
  EXPECT_EQ(PQresultStatus(result), PGRES_COMMAND_OK) << PQerrorMessage(connection);
  PQclear(result);
  PQfinish(connection);
  return Url(name);
}

void PostgresProxy::AtNextCommit(const std::string& application, AtCommit what) {
  MutexLock lock(mu_);
  application_ = application;
  order_ = what;
}

bool PostgresProxy::AwaitCommit(absl::Duration patience) {
  const absl::Time deadline = absl::Now() + patience;
  MutexLock lock(mu_);
  while (!application_.empty() && absl::Now() < deadline) came_.WaitUntil(mu_, deadline);
  return application_.empty();
}

AtCommit PostgresProxy::TakeOrder(const std::string& startup) {
  MutexLock lock(mu_);
  if (application_.empty() || !absl::StrContains(startup, application_)) return AtCommit::kPass;
  application_.clear();
  came_.NotifyAll();
  return order_;
}

void PostgresProxy::Accept() {
  while (!stopping_) {
    pollfd ready = {.fd = listener_, .events = POLLIN, .revents = 0};
    if (poll(&ready, 1, kLookMillis) <= 0) continue;
    const int client = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (client >= 0) connections_.emplace_back([this, client] { Serve(client); });
  }
}

void PostgresProxy::Serve(int client) {
  const Ends ends{client, socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)};
  const sockaddr_un address = Address(server_);
  if (connect(ends.server, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    return;
  }
  Messages messages;
  Transactions transactions;
  std::string startup;
  AtCommit fate = AtCommit::kPass;
  std::string bytes;
  while (!stopping_) {
    pollfd ready[2] = {{.fd = ends.client, .events = POLLIN, .revents = 0},
                       {.fd = ends.server, .events = POLLIN, .revents = 0}};
    if (poll(ready, 2, kLookMillis) <= 0) continue;
    if (ready[1].revents != 0) {
      if (!Receive(ends.server, &bytes) || fate == AtCommit::kCutAnswer) return;
      if (fate != AtCommit::kNoAnswer && !SendAll(ends.client, bytes)) return;
    }
    if (ready[0].revents == 0) continue;
    if (!Receive(ends.client, &bytes)) return;
    messages.Add(bytes);
    while (const std::optional<std::string> message = messages.Next()) {
      if (startup.empty()) {
        startup = *message;
      } else if (transactions.IsCommit(*message)) {
        fate = TakeOrder(startup);
      }
      if (fate == AtCommit::kCutBefore) return;
      if (!SendAll(ends.server, *message) || fate == AtCommit::kCutAfter) return;
    }
  }
}

}  // namespace tarazy::chaos
